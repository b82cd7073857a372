import { expect, it } from 'vitest';
import { Account } from '../accounts/Account.entity.ts';
import type { ListProfilesInput, PublicProfile, RegisterInput } from '../contract/index.ts';
import { listProfilesInput } from '../contract/people.ts';
import { describeOnDatabases } from '../database/testDatabases.ts';
import { Block } from '../safety/Block.entity.ts';
import { SpeakingSession } from '../sessions/SpeakingSession.entity.ts';
import { accountsOn, aRegistration, CALLER } from '../testing/accountsOn.ts';
import { Profile } from './Profile.entity.ts';

/** Hashing is not what these tests are about. */
const passwords = { hash: async () => 'hash', verify: async () => 'right' as const };

describeOnDatabases('profiles', (test) => {
  function setUp() {
    const house = accountsOn(test.database, { passwords });
    return {
      ...house,
      /** Registers somebody, a second after the one before. */
      async person(username: string, fields: Partial<RegisterInput> = {}): Promise<string> {
        await house.clock.advance(1_000);
        const registration = aRegistration({ username, displayName: username, ...fields });
        return (await house.accounts.register(registration, CALLER)).me.id;
      },
      async names(userId: string, input: Partial<ListProfilesInput> = {}): Promise<string[]> {
        const page = await house.profiles.list(userId, listProfilesInput.parse(input));
        return page.items.map((profile) => profile.username);
      },
    };
  }

  const at = (time: string): Date => new Date(`2026-03-01T${time}Z`);
  const block = (blocker: string, blocked: string) =>
    test.database.use((em) => em.insert(Block, { blocker, blocked, createdAt: at('12:00:00') }));
  const ban = (id: string) =>
    test.database.use((em) => em.nativeUpdate(Account, { id }, { bannedAt: at('12:00:00') }));

  let sessions = 0;
  const talked = (memberA: string, memberB: string, startedAt: Date) =>
    test.database.use((em) =>
      em.insert(SpeakingSession, {
        id: `01993b9e-0000-7000-8000-${String(++sessions).padStart(12, '0')}`,
        mode: 'roulette',
        memberA,
        memberB,
        startedAt,
        connectedAt: null,
        endedAt: null,
        endReason: null,
        endedBy: null,
        path: null,
        talkMs: 0,
        ratingA: null,
        ratingB: null,
        againA: null,
        againB: null,
      }),
    );

  it('show a person without e-mail, gender, birth year and wishes', async () => {
    const { person, profiles } = setUp();
    const ann = await person('ann');
    const bob = await person('bob', { email: 'bob@example.uz', gender: 'male' });
    const shown: PublicProfile = await profiles.get(ann, bob);
    expect(shown).toEqual({
      id: bob,
      username: 'bob',
      displayName: 'bob',
      currentBand: 5.5,
      targetBand: 7,
      bio: null,
      presence: 'offline',
      lastSeenAt: null,
      memberSince: '2026-01-01T00:00:02.000Z',
    });
  });

  it('say of who is away when he was last seen, to five minutes, and of who is here that he is', async () => {
    const { person, profiles, presence, waiting } = setUp();
    const ann = await person('ann');
    await profiles.touchLastSeen([ann], at('10:14:59.999').getTime());
    expect(await profiles.get(ann, ann)).toMatchObject({
      presence: 'offline',
      lastSeenAt: '2026-03-01T10:10:00.000Z',
    });
    await presence.attach(ann, 'phone');
    expect(await profiles.get(ann, ann)).toMatchObject({ presence: 'online', lastSeenAt: null });
    waiting.add(ann);
    expect(await profiles.me(ann)).toMatchObject({ presence: 'waiting', lastSeenAt: null });
  });

  it('move when a person was last seen forward only, for many at once', async () => {
    const { person, profiles } = setUp();
    const [ann, bob] = [await person('ann'), await person('bob')];
    await profiles.touchLastSeen([ann], at('11:00:00').getTime());
    await profiles.touchLastSeen([ann, bob], at('10:00:00').getTime());
    await profiles.touchLastSeen([], at('12:00:00').getTime());
    const seen = await test.database.use((em) => em.find(Profile, {}, { orderBy: { account: 'asc' } }));
    expect(seen.map((profile) => profile.lastSeenAt)).toEqual([at('11:00:00'), at('10:00:00')]);
  });

  it('list people page by page, newest first, and nobody twice or never when others come meanwhile', async () => {
    const { person, profiles } = setUp();
    const ann = await person('ann');
    for (let number = 1; number <= 7; number++) await person(`user${number}`);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await profiles.list(ann, listProfilesInput.parse({ limit: 3, cursor }));
      seen.push(...page.items.map((profile) => profile.username));
      cursor = page.nextCursor;
      await person(`late${seen.length}`);
    } while (cursor !== null);
    expect(seen).toEqual(['user7', 'user6', 'user5', 'user4', 'user3', 'user2', 'user1']);
  });

  it('give no further page when the last is just full', async () => {
    const { person, profiles } = setUp();
    const ann = await person('ann');
    await person('bob');
    expect(await profiles.list(ann, listProfilesInput.parse({ limit: 1 }))).toMatchObject({
      nextCursor: null,
    });
  });

  it('refuse a cursor that is not theirs', async () => {
    const { person, names } = setUp();
    const ann = await person('ann');
    await expect(names(ann, { cursor: `' or 1=1` })).rejects.toMatchObject({
      code: 'WRONG_INPUT',
      fields: { cursor: [expect.any(String)] },
    });
  });

  it('list without oneself, the banned, and those blocked in either direction', async () => {
    const { person, names, profiles } = setUp();
    const [ann, bob, cem, dil] = [
      await person('ann'),
      await person('bob'),
      await person('cem'),
      await person('dil'),
    ];
    await person('eva');
    await block(ann, bob);
    await block(cem, ann);
    await ban(dil);
    expect(await names(ann)).toEqual(['eva']);
    for (const hidden of [bob, cem, dil]) {
      await expect(profiles.get(ann, hidden)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(await names(bob)).toEqual(['eva', 'cem']);
  });

  it('list by band, both ends included', async () => {
    const { person, names } = setUp();
    const ann = await person('ann');
    for (const currentBand of [5, 5.5, 6, 6.5] as const) {
      await person(`band${currentBand * 10}`, { currentBand });
    }
    expect(await names(ann, { minBand: 5.5, maxBand: 6 })).toEqual(['band60', 'band55']);
    expect(await names(ann, { minBand: 6 })).toEqual(['band65', 'band60']);
    expect(await names(ann, { minBand: 7, maxBand: 5 })).toEqual([]);
  });

  it('list who is here', async () => {
    const { person, names, presence } = setUp();
    const [ann, bob] = [await person('ann'), await person('bob')];
    await person('cem');
    expect(await names(ann, { presence: 'online' })).toEqual([]);
    await presence.attach(ann, 'phone');
    await presence.attach(bob, 'phone');
    expect(await names(ann, { presence: 'online' })).toEqual(['bob']);
  });

  it('find a name by a part of it, however its apostrophes are typed', async () => {
    const { person, names } = setUp();
    const ann = await person('ann');
    await person('ogiloy77', { displayName: 'Oʻgʻiloy Toʻrayeva' });
    await person('tohir', { displayName: 'Tohir' });
    for (const search of ["o'g'", 'OʻGʻILOY', 'oʼgʼiloy t', 'to`ray', 'toray', 'loy77']) {
      expect(await names(ann, { search }), search).toEqual(['ogiloy77']);
    }
    expect(await names(ann, { search: 'to' })).toEqual(['tohir', 'ogiloy77']);
    expect(await names(ann, { search: "'" }), 'nothing to look for').toHaveLength(2);
  });

  it('take the signs of a search for themselves', async () => {
    const { person, names } = setUp();
    const ann = await person('ann');
    await person('under_score');
    await person('underscore');
    expect(await names(ann, { search: 'r_s' })).toEqual(['under_score']);
    for (const search of ['%', '\\', 'a%', "x' or '1'='1"])
      expect(await names(ann, { search }), search).toEqual([]);
  });

  it('change what is given and nothing else, and tell who keeps the learner', async () => {
    const { person, profiles, changed, names } = setUp();
    const [ann, bob] = [await person('ann'), await person('bob')];
    const before = await profiles.me(ann);
    const after = await profiles.update(ann, {
      displayName: 'Ånna',
      currentBand: 6.5,
      bio: 'I like\nmelons',
      email: 'ann@example.uz',
      gender: 'female',
      partnerGender: 'same',
      hideIp: true,
      locale: 'en',
    });
    expect(after).toEqual({
      ...before,
      displayName: 'Ånna',
      currentBand: 6.5,
      bio: 'I like\nmelons',
      email: 'ann@example.uz',
      gender: 'female',
      partnerGender: 'same',
      hideIp: true,
      locale: 'en',
    });
    expect(await profiles.me(ann)).toEqual(after);
    expect(await profiles.update(ann, { bio: null, email: null })).toMatchObject({
      bio: null,
      email: null,
      hideIp: true,
    });
    expect(await profiles.update(ann, {})).toMatchObject({ displayName: 'Ånna' });
    expect(changed).toEqual([ann, ann, ann]);
    expect(await names(bob, { search: 'anna' })).toEqual(['ann']);
  });

  it('want a gender of who wishes for the same', async () => {
    const { person, profiles, changed } = setUp();
    const ann = await person('ann');
    await expect(profiles.update(ann, { partnerGender: 'same' })).rejects.toMatchObject({
      code: 'GENDER_NEEDED',
    });
    await profiles.update(ann, { gender: 'female', partnerGender: 'same' });
    await expect(profiles.update(ann, { gender: null })).rejects.toMatchObject({ code: 'GENDER_NEEDED' });
    await expect(profiles.update(ann, { gender: null, partnerGender: 'any' })).resolves.toMatchObject({
      gender: null,
    });
    expect(changed).toHaveLength(2);
  });

  it('want a gender also when the wish and its loss come at once', async () => {
    const { person, profiles } = setUp();
    const ann = await person('ann', { gender: 'female' });
    const outcomes = await Promise.allSettled([
      profiles.update(ann, { partnerGender: 'same' }),
      profiles.update(ann, { gender: null }),
    ]);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason).toMatchObject({ code: 'GENDER_NEEDED' });
  });

  it('give an e-mail address to one person only', async () => {
    const { person, profiles } = setUp();
    const [ann, bob] = [await person('ann'), await person('bob')];
    await profiles.update(ann, { email: 'a@example.uz' });
    await expect(profiles.update(bob, { email: 'a@example.uz' })).rejects.toMatchObject({
      code: 'EMAIL_TAKEN',
    });
    await expect(profiles.update(ann, { email: 'a@example.uz' })).resolves.toMatchObject({
      email: 'a@example.uz',
    });
  });

  it('load a learner for the matcher', async () => {
    const { person, profiles } = setUp();
    const [ann, bob, cem, dil] = [
      await person('ann'),
      await person('bob'),
      await person('cem'),
      await person('dil'),
    ];
    await block(ann, dil);
    await block(bob, ann);
    await talked(ann, bob, at('09:00:00'));
    await talked(cem, ann, at('10:00:00'));
    await talked(ann, dil, at('11:00:00'));
    await talked(dil, ann, at('12:00:00'));
    await talked(bob, cem, at('13:00:00'));
    expect(await profiles.loadLearner(ann)).toEqual({
      card: {
        id: ann,
        username: 'ann',
        displayName: 'ann',
        currentBand: 5.5,
        targetBand: 7,
        bio: null,
        memberSince: '2026-01-01T00:00:01.000Z',
      },
      birthYear: 2004,
      gender: null,
      partnerGender: 'any',
      hideIp: false,
      blocked: [dil],
      recent: [dil, cem],
    });
  });

  it('load nobody for an account that is gone or banned, and forget partners who are gone', async () => {
    const { person, profiles } = setUp();
    const [ann, bob] = [await person('ann'), await person('bob')];
    await talked(ann, bob, at('09:00:00'));
    await ban(ann);
    expect(await profiles.loadLearner(ann)).toBeNull();
    await test.database.use((em) => em.nativeDelete(Account, { id: ann }));
    expect(await profiles.loadLearner(ann)).toBeNull();
    expect(await profiles.me(ann)).toBeNull();
    expect(await profiles.loadLearner(bob)).toMatchObject({ recent: [] });
  });
});
