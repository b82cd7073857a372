import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { limitRules } from './limitRules.ts';
import { createMemoryLimits } from './memoryLimits.ts';

const RULE = 'failed_login_account';

describe('limits in memory', () => {
  // The library reads Date and sets timers itself.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  function fiveIn15Minutes() {
    return createMemoryLimits(limitRules({ registerPerAddressHour: 200 }));
  }

  it('refuses the sixth and says when trying again makes sense', async () => {
    const limits = fiveIn15Minutes();
    for (let count = 1; count <= 5; count++) await limits.consume(RULE, 'ann');
    vi.advanceTimersByTime(5 * 60_000);
    await expect(limits.consume(RULE, 'ann')).rejects.toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      retryAfterMs: 10 * 60_000,
    });
  });

  it('counts every key and every rule for itself', async () => {
    const limits = fiveIn15Minutes();
    for (let count = 1; count <= 5; count++) await limits.consume(RULE, 'ann');
    await expect(limits.consume(RULE, 'bob')).resolves.toBeUndefined();
    await expect(limits.consume('failed_login_address', 'ann')).resolves.toBeUndefined();
  });

  it('begins anew when the window has passed, however often it was refused meanwhile', async () => {
    const limits = fiveIn15Minutes();
    for (let count = 1; count <= 20; count++) await limits.consume(RULE, 'ann').catch(() => {});
    vi.advanceTimersByTime(15 * 60_000);
    await expect(limits.consume(RULE, 'ann')).resolves.toBeUndefined();
  });

  it('takes one back, and all of them', async () => {
    const limits = fiveIn15Minutes();
    for (let count = 1; count <= 5; count++) await limits.consume(RULE, 'ann');
    await limits.refund(RULE, 'ann');
    await limits.consume(RULE, 'ann');
    await expect(limits.consume(RULE, 'ann')).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    await limits.reset(RULE, 'ann');
    await expect(limits.consume(RULE, 'ann')).resolves.toBeUndefined();
  });

  it('owes nothing for a window that has passed', async () => {
    const limits = fiveIn15Minutes();
    await limits.consume(RULE, 'ann');
    vi.advanceTimersByTime(15 * 60_000);
    await limits.refund(RULE, 'ann');
    for (let count = 1; count <= 5; count++) await limits.consume(RULE, 'ann');
    await expect(limits.consume(RULE, 'ann')).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  });

  it('takes the number of registrations from the settings', async () => {
    const limits = createMemoryLimits(limitRules({ registerPerAddressHour: 1 }));
    await limits.consume('register_address', '192.0.2.7');
    await expect(limits.consume('register_address', '192.0.2.7')).rejects.toMatchObject({
      code: 'TOO_MANY_REQUESTS',
    });
  });
});
