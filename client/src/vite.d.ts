declare module '*.css';

declare module '*.html?raw' {
  const text: string;
  export default text;
}

interface ImportMeta {
  /** Filled in by Vite. */
  readonly env: { readonly PROD: boolean };
}
