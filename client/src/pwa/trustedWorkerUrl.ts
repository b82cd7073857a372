interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): unknown };
}

const WORKER = '/sw.js';

/**
 * The worker's address as the page's policy wants it (`require-trusted-types-for 'script'; trusted-types sw`).
 * The policy lets this one address pass and nothing else; browsers without Trusted Types take the plain text.
 */
export function trustedWorkerUrl(page: object): string {
  const factory = (page as { trustedTypes?: PolicyFactory }).trustedTypes;
  if (factory === undefined) return WORKER;
  const policy = factory.createPolicy('sw', {
    createScriptURL(url) {
      if (url !== WORKER) throw new TypeError(`no worker of ours: ${url}`);
      return url;
    },
  });
  // A TrustedScriptURL, which everything that follows hands on untouched.
  return policy.createScriptURL(WORKER) as string;
}
