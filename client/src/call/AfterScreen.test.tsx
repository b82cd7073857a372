// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { anEndedCall, aPartner, aPastTalk } from '../testing/builders.ts';
import { draw } from '../testing/Draw.tsx';
import type { FakeStores } from '../testing/fakeStores.ts';
import { aRefusal, createFakeStores } from '../testing/fakeStores.ts';
import { AfterScreen } from './AfterScreen.tsx';

let fake: FakeStores;
beforeEach(() => {
  fake = createFakeStores();
});
afterEach(cleanup);

const show = (change: Parameters<typeof anEndedCall>[0] = {}) =>
  draw(fake, <AfterScreen ended={anEndedCall(change)} />);
const button = (name: string | RegExp): HTMLElement => screen.getByRole('button', { name });
const radio = (name: string): HTMLInputElement => screen.getByRole('radio', { name });
const again = (): HTMLInputElement => screen.getByRole('switch', { name: 'Dilnoza bilan yana gaplashaman' });
const rated = () => fake.calls.filter(({ verb }) => verb === 'history.rate').map(({ given }) => given[0]);

describe('how it was', () => {
  test('nothing is chosen beforehand, and what is chosen is sent at once', () => {
    show();
    expect(screen.getAllByRole<HTMLInputElement>('radio').filter(({ checked }) => checked)).toEqual([]);
    fireEvent.click(radio('Yaxshi'));
    expect(rated()).toEqual([{ sessionId: 's1', rating: 'good', again: false }]);
  });

  test('a wish without a rating is kept until there is one, and says so', async () => {
    show();
    fireEvent.click(again());
    expect(rated()).toEqual([]);
    await waitFor(() =>
      expect(screen.getByText('Istagingiz saqlanishi uchun suhbatga baho bering.')).toBeTruthy(),
    );
    fireEvent.click(radio('Oʻrtacha'));
    expect(rated()).toEqual([{ sessionId: 's1', rating: 'fair', again: true }]);
  });

  test('a mutual wish is said, also when the other side chose later', async () => {
    const verdict = { rating: 'good', again: true, answer: { step: 'kept', again: 'me' } } as const;
    fake.verdicts.value = new Map([['s1', verdict]]);
    show();
    expect(screen.queryByText('Ikkingiz ham yana gaplashmoqchisiz.')).toBeNull();
    expect(fake.calls.map(({ verb }) => verb)).toContain('history.watch');
    const items = [aPastTalk({ rating: 'good', again: 'mutual' })];
    fake.history.value = { phase: 'shown', items, more: { step: 'none' } };
    await waitFor(() => expect(screen.getByText('Ikkingiz ham yana gaplashmoqchisiz.')).toBeTruthy());
    fireEvent.click(button('Dilnozani suhbatga taklif qilish'));
    expect(fake.calls.at(-1)).toEqual({ verb: 'invites.invite', given: [aPartner().id] });
  });

  test('a refused rating says why', () => {
    const answer = { step: 'refused', refusal: aRefusal('RATING_CLOSED') } as const;
    fake.verdicts.value = new Map([['s1', { rating: 'good', again: true, answer }]]);
    show();
    expect(screen.getByText('Bu suhbatga baho berish muddati tugagan.')).toBeTruthy();
  });

  test('is not asked of what never connected, and nothing at all where the talk goes on elsewhere', () => {
    show({ talkMs: 0, reason: 'connect_failed' });
    expect(screen.queryAllByRole('radio')).toEqual([]);
    expect(button('Bloklash')).toBeTruthy();
    cleanup();
    show({ reason: 'taken_elsewhere' });
    expect(screen.queryAllByRole('radio')).toEqual([]);
    expect(screen.queryByRole('button', { name: 'Bloklash' })).toBeNull();
  });
});

describe('keeping away', () => {
  test('a report needs a reason, is red only with one, and takes what was written along', async () => {
    show();
    fireEvent.click(button('Shikoyat qilish'));
    expect(screen.getByText(/Shikoyatingizni Dilnoza bilmaydi/)).toBeTruthy();
    const send = button('Shikoyat qilish va bloklash');
    expect(send.className).toBe('button');
    fireEvent.click(send);
    await waitFor(() => expect(screen.getByText('Avval sababini tanlang.')).toBeTruthy());
    fireEvent.click(radio('Pul yoki telefon raqami soʻradi'));
    await waitFor(() => expect(send.className).toBe('button button--stop'));
    fireEvent.input(screen.getByLabelText('Batafsil'), { target: { value: ' Karta raqamini soʻradi ' } });
    fireEvent.click(send);
    expect(fake.calls.at(-1)).toEqual({
      verb: 'safety.report',
      given: [
        {
          userId: aPartner().id,
          sessionId: 's1',
          reason: 'asks_money_or_contacts',
          text: 'Karta raqamini soʻradi',
        },
      ],
    });
  });

  test('who is blocked is not asked about any more', () => {
    fake.steps.value = new Map([[aPartner().id, { what: 'block', step: 'done' }]]);
    show();
    expect(screen.getByText('Dilnoza bloklandi. Endi uchrashmaysiz.')).toBeTruthy();
    expect(screen.queryAllByRole('radio')).toEqual([]);
  });

  test('a block that was refused can be tried again', () => {
    const refusal = aRefusal('TOO_MANY_REQUESTS');
    fake.steps.value = new Map([[aPartner().id, { what: 'block', step: 'refused', refusal }]]);
    show();
    fireEvent.click(button('Qayta urinish'));
    expect(fake.calls.at(-1)).toEqual({ verb: 'safety.tryAgain', given: [aPartner().id] });
  });
});
