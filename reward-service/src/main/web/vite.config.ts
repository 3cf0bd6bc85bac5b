import { type Plugin, defineConfig } from 'vite';

const POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'";

/** Only in what is built: the development server puts styles into the page. */
const policy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY }, injectTo: 'head-prepend' },
  ],
};

const service = process.env['PROMPTSTREAM_REWARD_URL'] ?? 'http://127.0.0.1:8093';

export default defineConfig({
  base: './',
  plugins: [policy],
  build: {
    outDir: process.env['PROMPTSTREAM_WEB_OUT'] ?? 'dist',
    emptyOutDir: true,
    target: ['chrome123', 'firefox120', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: Object.fromEntries(['/dashboard', '/tasks', '/statistics'].map((path) => [path, service])) },
});
