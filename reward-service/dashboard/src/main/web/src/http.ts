/** What the service answered when it refused. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly body: unknown,
  ) {
    super(message);
  }
}

/** Asks for JSON. Throws a Refusal for an answer that is none of success. */
export async function ask<T>(url: string, signal?: AbortSignal): Promise<T> {
  return answer<T>(await fetch(url, { headers: { Accept: 'application/json' }, ...(signal ? { signal } : {}) }));
}

/** Sends JSON, asks for JSON. */
export async function post<T>(url: string, body: unknown): Promise<T> {
  const headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
  return answer<T>(await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) }));
}

/** What went wrong, for people. */
export function reasonOf(problem: unknown): string {
  return problem instanceof Refusal ? problem.message : 'The service does not answer.';
}

async function answer<T>(response: Response): Promise<T> {
  if (!response.ok) {
    throw await refusalOf(response);
  }
  return (await response.json()) as T;
}

/** An answer that is none of success. */
export async function refusalOf(response: Response): Promise<Refusal> {
  const body: unknown = await response.json().catch(() => null);
  const errors = (body as { errors?: { field?: string; message?: string }[] } | null)?.errors;
  const text = Array.isArray(errors)
    ? errors.map((error) => [error.field, error.message].filter(Boolean).join(': ')).join('; ')
    : '';
  return new Refusal(response.status, text || `The service answered ${response.status}.`, body);
}
