// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LiveCall } from '../navigation/Screen.ts';
import { aPartner, aTalk } from '../testing/builders.ts';
import { draw } from '../testing/Draw.tsx';
import type { FakeStores } from '../testing/fakeStores.ts';
import { createFakeStores } from '../testing/fakeStores.ts';
import { CallScreen } from './CallScreen.tsx';

declare global {
  interface Window {
    /** The simulated browser of these tests. */
    happyDOM: { setViewport(size: { width: number; height: number }): void };
  }
}

let fake: FakeStores;
beforeEach(() => {
  window.happyDOM.setViewport({ width: 390, height: 844 });
  fake = createFakeStores();
});
afterEach(cleanup);

const show = (call: LiveCall = aTalk('talking', Date.now() - 767_000)) =>
  draw(fake, <CallScreen call={call} />);
const button = (name: string | RegExp): HTMLElement => screen.getByRole('button', { name });

describe('the chat sheet', () => {
  test('takes the focus when it opens and gives it back when it closes', async () => {
    show();
    fireEvent.click(button('Yozish'));
    expect(document.activeElement?.textContent).toBe('Yozishma');
    fireEvent.click(button('Yozishmani yopish'));
    await waitFor(() => expect(document.activeElement).toBe(button('Yozish')));
  });

  test('closes with Escape and with Back', async () => {
    show();
    fireEvent.click(button('Yozish'));
    fireEvent.keyDown(screen.getByLabelText('Xabar'), { key: 'Escape' });
    expect(screen.queryByLabelText('Xabar')).toBeNull();
    fireEvent.click(button('Yozish'));
    dispatchEvent(new PopStateEvent('popstate'));
    await waitFor(() => expect(screen.queryByLabelText('Xabar')).toBeNull());
  });

  test('keeps what was being written, and counts nothing as unread while it is open', () => {
    show();
    fireEvent.click(button('Yozish'));
    fireEvent.input(screen.getByLabelText('Xabar'), { target: { value: 'breathta' } });
    fireEvent.click(button('Yozishmani yopish'));
    fireEvent.click(button('Yozish'));
    expect(screen.getByLabelText<HTMLInputElement>('Xabar').value).toBe('breathta');
    expect(fake.calls.filter(({ verb }) => verb === 'chat.setOpen').map(({ given }) => given[0])).toEqual([
      true,
      false,
      true,
    ]);
  });

  test('sends what is more than white space, and empties the box', () => {
    show();
    fireEvent.click(button('Yozish'));
    const write = screen.getByLabelText<HTMLInputElement>('Xabar');
    fireEvent.input(write, { target: { value: '   ' } });
    fireEvent.click(button('Yuborish'));
    fireEvent.input(write, { target: { value: ' salom ' } });
    fireEvent.click(button('Yuborish'));
    expect(fake.calls.filter(({ verb }) => verb === 'chat.send')).toEqual([
      { verb: 'chat.send', given: ['salom'] },
    ]);
    expect(write.value).toBe('');
  });
});

test('a voice glazes its star through the style, without drawing the screen again', async () => {
  show();
  const star = screen.getByLabelText('Dilnoza');
  fake.partnerLevel.value = 0.42;
  await waitFor(() => expect(star.style.getPropertyValue('--level')).toBe('0.42'));
});

test('the button of the chat says how many messages wait, and a muted partner is said to be muted', () => {
  fake.unread.value = 2;
  fake.partnerMuted.value = true;
  show();
  expect(button('Yozish, 2\u00a0ta yangi xabar')).toBeTruthy();
  expect(screen.getByText('mikrofoni oʻchiq')).toBeTruthy();
});

test('muting is a pressed button that says so, and the microphone stays named', () => {
  show();
  fireEvent.click(button(/Mikrofon oʻchirilsin/));
  return waitFor(() => {
    expect(button(/Mikrofon oʻchirilsin/).getAttribute('aria-pressed')).toBe('true');
    expect(button(/Mikrofon oʻchirilsin/).textContent).toBe('Oʻchiq');
  });
});

test('hanging up asks no second question', () => {
  show();
  fireEvent.click(button('Suhbatni tugatish'));
  expect(fake.calls.map(({ verb }) => verb)).toContain('call.hangUp');
});

test('a cut call says whose side it is, counts down, and keeps the time of the talk', () => {
  const nowMs = Date.now();
  const cut = {
    ...aTalk('reconnecting', nowMs - 767_000),
    giveUpAtMs: nowMs + 38_000,
    who: 'me',
  } as LiveCall;
  show(cut);
  expect(screen.getByText('Internetingiz uzildi')).toBeTruthy();
  expect(screen.getByText('Suhbat tugamadi. Yana 38 soniya kutamiz.')).toBeTruthy();
  expect(screen.getByText('Aloqa uzilib qoldi')).toBeTruthy();
  expect(screen.getByText('12:47')).toBeTruthy();
});

test('who cannot be heard reads so, and can try the microphone again', async () => {
  fake.microphoneTrouble.value = 'refused';
  show();
  expect(screen.getByRole('alert').textContent).toContain('Dilnoza sizni eshitmayapti.');
  fireEvent.click(button('Qayta urinish'));
  expect(fake.calls.map(({ verb }) => verb)).toContain('call.openMicrophone');
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
});

describe('the sheet about keeping away', () => {
  test('blocks only after a second word, and says that the talk ends', () => {
    show();
    fireEvent.click(button('Shikoyat va bloklash: Dilnoza'));
    fireEvent.click(button(/^Bloklash/));
    expect(screen.getByText(/Suhbat hozir tugaydi/)).toBeTruthy();
    expect(fake.calls.map(({ verb }) => verb)).not.toContain('safety.block');
    fireEvent.click(button('Ha, bloklayman'));
    expect(fake.calls.at(-1)).toEqual({ verb: 'safety.block', given: [aPartner().id] });
  });

  test('stands beside the chat too', () => {
    show();
    fireEvent.click(button('Yozish'));
    fireEvent.click(button('Shikoyat va bloklash'));
    expect(screen.getByRole('heading', { name: 'Dilnoza' })).toBeTruthy();
  });

  test('closes with Back and leaves the call alone', async () => {
    show();
    fireEvent.click(button('Shikoyat va bloklash: Dilnoza'));
    dispatchEvent(new PopStateEvent('popstate'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(fake.calls.map(({ verb }) => verb)).not.toContain('call.hangUp');
  });
});

test('a browser that wants a tap before it plays gets one big button', () => {
  fake.needsTap.value = true;
  show();
  fireEvent.click(button('Eshitish uchun bosing'));
  expect(fake.calls.map(({ verb }) => verb)).toContain('call.resumeSound');
});

describe('what stands between the two and being heard', () => {
  test('is said one thing at a time, our own trouble first', async () => {
    fake.partnerAttention.value = 'background';
    show();
    expect(screen.getByText('Dilnoza ilovadan chiqib turibdi. Ovozi kelmasligi mumkin.')).toBeTruthy();
    fake.gone.value = { kind: 'output', label: 'AirPods' };
    await waitFor(() => expect(screen.getByText(/^AirPods uzildi/)).toBeTruthy());
    expect(screen.queryByText(/ilovadan chiqib/)).toBeNull();
    fake.isInterrupted.value = true;
    await waitFor(() => expect(screen.getByText(/^Mikrofoningizni boshqa ilova/)).toBeTruthy());
    fake.microphoneTrouble.value = 'busy';
    await waitFor(() => expect(screen.getByText(/sizni eshitmayapti/)).toBeTruthy());
    expect(screen.queryByText(/^Mikrofoningizni boshqa ilova/)).toBeNull();
  });

  test('a partner who is interrupted is not waited for in silence', () => {
    fake.partnerAttention.value = 'interrupted';
    show();
    expect(screen.getByText('Dilnozaning mikrofonini boshqa ilova band qildi.')).toBeTruthy();
  });
});

test('the microphone and the speaker are chosen in the sheet of the call', () => {
  fake.inputs.value = [{ id: 'h', label: 'Headset' }];
  show();
  fireEvent.click(button('Shikoyat va bloklash: Dilnoza'));
  fireEvent.click(button(/^Mikrofon va karnay/));
  fireEvent.change(screen.getByLabelText('Mikrofon'), { target: { value: 'h' } });
  expect(fake.calls.at(-1)).toEqual({ verb: 'sound.choose', given: ['input', 'h'] });
});
