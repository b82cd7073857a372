import { describe, expect, test } from 'vitest';
import { addressStep, isAtTalk } from './addressStep.ts';

describe('searching and talking have an address of their own', () => {
  test('starting a search pushes it, so that Back has somewhere to go', () => {
    const step = addressStep({ screen: 'home', path: '/' }, { screen: 'waiting', path: '/' }, false);
    expect(step).toEqual({ do: 'push', path: '/talk' });
  });

  test('a call that comes back after a reload of another page goes there too', () => {
    expect(addressStep(null, { screen: 'call', path: '/profile' }, false)).toEqual({
      do: 'push',
      path: '/talk',
    });
  });

  test('from the search into the call and out of it the address stays', () => {
    const path = '/talk';
    expect(addressStep({ screen: 'waiting', path }, { screen: 'call', path }, true)).toEqual({
      do: 'nothing',
    });
    expect(addressStep({ screen: 'call', path }, { screen: 'after', path }, true)).toEqual({ do: 'nothing' });
  });

  test('back home takes the pushed entry away; one that was opened as a link is replaced', () => {
    const before = { screen: 'after', path: '/talk' } as const;
    expect(addressStep(before, { screen: 'home', path: '/talk' }, true)).toEqual({ do: 'pop' });
    expect(addressStep(null, { screen: 'home', path: '/talk' }, false)).toEqual({ do: 'replace', path: '/' });
  });
});

describe('Back', () => {
  test('leaves the search, what stood in its way, and the summary', () => {
    for (const screen of ['waiting', 'no_microphone', 'queue_trouble', 'after'] as const) {
      const step = addressStep({ screen, path: '/talk' }, { screen, path: '/' }, false);
      expect(step).toEqual({ do: 'leave_screen' });
    }
  });

  test('never leaves a call', () => {
    const step = addressStep({ screen: 'call', path: '/talk' }, { screen: 'call', path: '/' }, false);
    expect(step).toEqual({ do: 'push', path: '/talk' });
  });
});

test('after logging in the forms make way for home, but a link from inside is kept', () => {
  expect(addressStep({ screen: 'login', path: '/login' }, { screen: 'home', path: '/login' }, false)).toEqual(
    {
      do: 'replace',
      path: '/',
    },
  );
  expect(
    addressStep({ screen: 'login', path: '/profile' }, { screen: 'profile', path: '/profile' }, false),
  ).toEqual({
    do: 'nothing',
  });
});

test('the address stays the talk’s until home has taken it back, so that a reload can wait for that', () => {
  expect(isAtTalk({ screen: 'call', path: '/talk' })).toBe(true);
  expect(isAtTalk({ screen: 'home', path: '/talk' })).toBe(true);
  expect(isAtTalk({ screen: 'home', path: '/' })).toBe(false);
  expect(isAtTalk({ screen: 'after', path: '/' })).toBe(false);
});

test('a link to the talk that asks a stranger to log in keeps nothing waiting', () => {
  expect(isAtTalk({ screen: 'login', path: '/talk' })).toBe(false);
});
