import { expect, it } from 'vitest';
import { limitRules } from '../limits/limitRules.ts';
import { createMemoryLimits } from '../limits/memoryLimits.ts';
import { createLoginGuard } from './loginGuard.ts';

const TOO_MANY = { code: 'TOO_MANY_REQUESTS' };
const address = '192.0.2.7';

it('stops an address after a hundred wrong guesses, but not the browsers there that know their account', async () => {
  const limits = createMemoryLimits(limitRules({ registerPerAddressHour: 200 }));
  const attempt = (name: string, token: string | null): Promise<void> =>
    createLoginGuard(limits, { name, address, token }).attempt();

  for (let guess = 0; guess < 100; guess++) await attempt(`name ${guess}`, null);
  await expect(attempt('another', null)).rejects.toMatchObject(TOO_MANY);

  for (let guess = 0; guess < 5; guess++) await attempt('madina', 'her token');
  await expect(attempt('madina', 'her token')).rejects.toMatchObject(TOO_MANY);
});
