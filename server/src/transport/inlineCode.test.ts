import { expect, test } from 'vitest';
import { allowInlineCode, findInlineCode } from './inlineCode.ts';

const POLICY = "default-src 'none';script-src 'self';style-src 'self';require-trusted-types-for 'script'";

test('names the code of a page by its hash, and only code that stands in it', () => {
  const found = findInlineCode('<style>b{}</style><script>\nrun()\n</script><script src="/x.js"></script>');
  expect(found).toEqual({
    // printf 'b{}' | openssl dgst -sha256 -binary | base64
    styles: ["'sha256-7yqHVAesot11p6HczDsgKRipvI5UPgs97z80zNXlans='"],
    scripts: ["'sha256-X8AAKgaI44zC2JgsZRJ4adpbl777tdE6qoD0mpUQwV4='"],
  });
});

test('allows exactly that code beside what the policy allows already', () => {
  const code = { scripts: ["'sha256-a'", "'sha256-b'"], styles: ["'sha256-c'"] };
  expect(allowInlineCode(POLICY, code)).toBe(
    "default-src 'none';script-src 'self' 'sha256-a' 'sha256-b';style-src 'self' 'sha256-c';" +
      "require-trusted-types-for 'script'",
  );
  expect(allowInlineCode(POLICY, { scripts: [], styles: [] })).toBe(POLICY);
});
