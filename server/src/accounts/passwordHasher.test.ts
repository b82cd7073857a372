import { hash } from '@node-rs/argon2';
import { describe, expect, it } from 'vitest';
import { createPasswordHasher } from './passwordHasher.ts';

const PASSWORD = 'seven blue melons';

describe('the password hasher', () => {
  const hasher = createPasswordHasher();

  it('makes argon2id hashes of 19 MiB and two passes, each with its own salt', async () => {
    const [one, other] = await Promise.all([hasher.hash(PASSWORD), hasher.hash(PASSWORD)]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
  });

  it('knows the right password from a wrong one, to the case and the last space', async () => {
    const passwordHash = await hasher.hash(PASSWORD);
    expect(await hasher.verify(passwordHash, PASSWORD)).toBe('right');
    for (const wrong of [PASSWORD.toUpperCase(), `${PASSWORD} `, PASSWORD.slice(0, -1)]) {
      expect(await hasher.verify(passwordHash, wrong)).toBe('wrong');
    }
  });

  it('takes two spellings of the same letters for the same password', async () => {
    const passwordHash = await hasher.hash('caf\u00E9 au lait');
    expect(await hasher.verify(passwordHash, 'cafe\u0301 au lait')).toBe('right');
  });

  it('distinguishes passwords that begin with the same 72 characters', async () => {
    const passwordHash = await hasher.hash(`${'x'.repeat(200)}1`);
    expect(await hasher.verify(passwordHash, `${'x'.repeat(200)}2`)).toBe('wrong');
  });

  it('says so when a right password was hashed with other parameters', async () => {
    const cheap = { memoryCost: 1024, timeCost: 1, parallelism: 1 };
    expect(await hasher.verify(await hash(PASSWORD, cheap), PASSWORD)).toBe('right_but_outdated');
  });

  it.each(['', 'garbage', '$argon2id$v=19$m=19456,t=2,p=1$short', '$2b$10$abcdefghijklmnopqrstuv'])(
    'takes the password for wrong when the stored hash is %j',
    async (passwordHash) => {
      expect(await hasher.verify(passwordHash, PASSWORD)).toBe('wrong');
    },
  );

  it('lets nobody in as an unknown user', async () => {
    expect(await hasher.verify(null, PASSWORD)).toBe('wrong');
  });

  it('refuses the fifty-third at once', async () => {
    const attempts = await Promise.allSettled(Array.from({ length: 53 }, () => hasher.hash(PASSWORD)));
    const refused = attempts.filter((attempt) => attempt.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason).toMatchObject({ code: 'BUSY', retryAfterMs: 2_000 });
  });
});
