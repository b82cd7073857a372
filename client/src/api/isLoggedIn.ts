/**
 * Asks who is logged in with one plain request, before the stores are fetched: a stranger who only looks at the
 * welcome does not pay for them. False also when nobody can tell; the stores ask again when they are needed.
 */
export async function isLoggedIn(ask: typeof fetch): Promise<boolean> {
  try {
    const response = await ask('/trpc/auth.me', { headers: { accept: 'application/json' } });
    const answer = (await response.json()) as { result?: { data?: unknown } };
    return (answer.result?.data ?? null) !== null;
  } catch {
    return false;
  }
}
