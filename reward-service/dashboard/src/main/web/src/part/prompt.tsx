import { useEffect, useState } from 'preact/hooks';
import type { Prompt, Token } from '../contract';
import { Icon } from './icons';

/** A prompt token by token: what begins with a space shows it, what cannot be read is marked. */
export function Chips({ prompt }: { prompt: Prompt }) {
  const soft = softPrompt(prompt.text);
  if (soft !== null) {
    return (
      <span
        class="chips"
        title="Embeddings that the task model reads in the prompt's place: no text says what they are"
      >
        <span class="badge">soft prompt</span> {soft}
      </span>
    );
  }
  if (prompt.tokens.length === 0) {
    return <span class="chips">{prompt.text === '' ? <i class="muted">empty</i> : prompt.text}</span>;
  }
  return (
    <span class="chips">
      {prompt.tokens.map((token, i) => (
        <Chip key={i} token={token} />
      ))}
    </span>
  );
}

function Chip({ token }: { token: Token }) {
  const shown = visible(token.text);
  const title = `token ${token.id}${token.readable ? '' : ', not readable'}`;
  return (
    <span class={token.readable ? 'chip' : 'chip odd'} title={title}>
      {shown}
      {!token.readable && <span class="unseen"> (unreadable)</span>}
    </span>
  );
}

/** Which matrix a text stands for, where it is a soft prompt's placeholder. */
export function softPrompt(text: string): string | null {
  const found = /^<soft prompt (\d+) x (\d+), step (\d+)>$/.exec(text);
  return found === null ? null : `${found[1]} × ${found[2]}, step ${found[3]}`;
}

/** The marks that byte-level tokenizers write for spaces and line ends, as people know them. */
export function visible(text: string): string {
  return text
    .replace(/^[\u0120 ]/, '·')
    .replaceAll('\u0120', '·')
    .replaceAll('\u010a', '↵')
    .replaceAll('\n', '↵');
}

/** Puts a text on the clipboard and says so. */
export function Copy({ text, label }: { text: string; label: string }) {
  const [said, setSaid] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSaid(''), 2000);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async () => setSaid((await toClipboard(text)) ? 'Copied' : 'Not allowed here');
  return (
    <button type="button" class="small" onClick={() => void copy()}>
      <Icon name="copy" />
      <span aria-live="polite">{said || 'Copy'}</span>
      <span class="unseen"> {label}</span>
    </button>
  );
}

async function toClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Browsers offer the clipboard on loopback and over TLS only; elsewhere the old way still works.
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}
