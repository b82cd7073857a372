import type { Login } from './context.ts';

export interface Identified {
  login: Login;
  /** A cookie whose life was prolonged, to be sent back; null: the browser's is still good. */
  setCookie: string | null;
}

/** Whose cookie this is; null: nobody's. Provided by the accounts. */
export type Authenticate = (cookieHeader: string) => Promise<Identified | null>;

/** Spares the database callers without any cookie, and takes a cookie that cannot even be decoded for none. */
export async function identify(
  authenticate: Authenticate,
  cookieHeader: string | undefined,
): Promise<Identified | null> {
  if (!cookieHeader) return null;
  try {
    return await authenticate(cookieHeader);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
