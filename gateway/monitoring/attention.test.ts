// Proves: UI-8
import { describe, expect, it } from 'vitest';
import { ClientAttention } from './attention.ts';

function client(address = '192.168.1.7', canAnswer = true) {
  let close = (): void => undefined;
  const told: boolean[] = [];
  return {
    address,
    holds: () => canAnswer,
    onClose: (listener: () => void) => {
      close = listener;
      return () => undefined;
    },
    send: (_event: string, payload: object) =>
      void ('notifiesElsewhere' in payload && told.push(payload.notifiesElsewhere === true)),
    told,
    close: () => close(),
  };
}

it('counts clients that can answer approvals, until they disconnect', () => {
  const attention = new ClientAttention();
  const [viewer, owner] = [client('192.168.1.7', false), client()];
  attention.set(viewer, { focused: true, notifies: true });
  expect(attention.current()).toEqual({ focused: false, notifies: false });
  attention.set(owner, { focused: true, notifies: false });
  expect(attention.current()).toEqual({ focused: true, notifies: false });
  owner.close();
  expect(attention.current()).toEqual({ focused: false, notifies: false });
});

describe('the desktop window and a browser on the same computer', () => {
  const idle = { focused: false, notifies: true };

  it('take turns: the window notifies, unless the browser has the focus', () => {
    const attention = new ClientAttention();
    const [window, browser] = [client('local'), client('127.0.0.1')];
    attention.set(browser, idle);
    expect(browser.told).toEqual([]);
    attention.set(window, idle);
    expect([window.told, browser.told]).toEqual([[], [true]]);
    attention.set(browser, { ...idle, focused: true });
    expect([window.told, browser.told]).toEqual([[true], [true, false]]);
    attention.set(browser, idle);
    expect([window.told, browser.told]).toEqual([
      [true, false],
      [true, false, true],
    ]);
    window.close();
    expect(browser.told).toEqual([true, false, true, false]);
  });

  it('leave it to each other only if the other can show notifications', () => {
    const attention = new ClientAttention();
    const [window, browser] = [client('local'), client('::1')];
    attention.set(window, idle);
    attention.set(browser, { focused: true, notifies: false });
    expect([window.told, browser.told]).toEqual([[], []]);
    attention.set(browser, { focused: true, notifies: true });
    expect([window.told, browser.told]).toEqual([[true], []]);
  });

  it('are never silenced by a program that cannot answer approvals', () => {
    const attention = new ClientAttention();
    const [window, program] = [client('local'), client('127.0.0.1', false)];
    attention.set(window, idle);
    attention.set(program, { focused: true, notifies: true });
    expect([window.told, program.told]).toEqual([[], []]);
  });

  it('never silence a phone or another computer', () => {
    const attention = new ClientAttention();
    const [window, phone] = [client('local'), client('192.168.1.7')];
    attention.set(window, idle);
    attention.set(phone, idle);
    expect([window.told, phone.told]).toEqual([[], []]);
  });
});
