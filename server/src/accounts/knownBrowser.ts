import { createHmac } from 'node:crypto';

const YEAR_SECONDS = 365 * 24 * 60 * 60;
/** As many people as share a computer at home. */
const ACCOUNTS_KEPT = 5;
const TOKEN = /^[\w-]{22}$/;

/**
 * Of a browser in which somebody has logged in to this account: nobody makes one who has not. It is worth nothing
 * beyond that, ends with the password, and nothing of it is stored.
 * @param passwordHash as it is stored
 */
export function browserToken(accountId: string, passwordHash: string): string {
  const digest = createHmac('sha256', passwordHash).update(`known browser ${accountId}`).digest();
  return digest.subarray(0, 16).toString('base64url');
}

export interface BrowserCookie {
  /** What a browser says of itself, newest first; anything that we did not write is left out. */
  read(cookieHeader: string | null): string[];
  /** A Set-Cookie header. */
  write(tokens: readonly string[], newest: string): string;
}

export function createBrowserCookie(isSecure: boolean): BrowserCookie {
  const name = isSecure ? '__Host-browser' : 'browser';
  return {
    read(cookieHeader) {
      const pairs = (cookieHeader ?? '').split(';').map((pair) => pair.trim());
      const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
      return value.split('.', ACCOUNTS_KEPT).filter((token) => TOKEN.test(token));
    },
    write(tokens, newest) {
      const kept = [newest, ...tokens.filter((token) => token !== newest)].slice(0, ACCOUNTS_KEPT);
      const attributes = `Path=/; Max-Age=${YEAR_SECONDS}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
      return `${name}=${kept.join('.')}; ${attributes}`;
    },
  };
}
