import { type Plugin, defineConfig, loadEnv } from 'vite';

const POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'";

/** Only in what is built: the development server puts styles into the page. */
const policy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY }, injectTo: 'head-prepend' },
  ],
};

/** What the development server asks for data. */
const SERVICE = 'http://127.0.0.1:8093';

export default defineConfig(({ mode }) => ({
  base: './',
  plugins: [policy],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['chrome123', 'firefox120', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: proxyTo(loadEnv(mode, '.', 'PROMPTSTREAM_')['PROMPTSTREAM_REWARD_URL'] ?? SERVICE) },
}));

function proxyTo(service: string): Record<string, string> {
  return Object.fromEntries(['/dashboard', '/tasks', '/statistics'].map((path) => [path, service]));
}
