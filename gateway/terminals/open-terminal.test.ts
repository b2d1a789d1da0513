import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import type { Connection } from '../server/connections/connection.ts';
import { OpenTerminal } from './open-terminal.ts';
import { SCREEN_CHARS } from './screen-buffer.ts';
import { STALL_MS, WINDOW_CHARS } from './viewer.ts';

const CHUNK = `${'x'.repeat(4_094)}\r\n`;
/** What a client gets until it acknowledges: the first chunk isn't merged with others. */
const FIRST_WINDOW = WINDOW_CHARS + CHUNK.length;
const RESET = '\u001bc';

let clock: ManualClock;
let terminal: OpenTerminal;
/** What the pty was told, and whether it is paused. */
let pty: { isPaused: boolean; killedWhilePaused?: boolean };

beforeEach(() => {
  clock = new ManualClock();
  terminal = new OpenTerminal({ id: 't', agentId: 'main', cwd: '/', confined: false, createdAtMs: 0 }, clock);
  pty = { isPaused: false };
  terminal.started({
    pid: 1,
    shell: 'sh',
    write: () => undefined,
    resize: () => undefined,
    pause: () => (pty.isPaused = true),
    resume: () => (pty.isPaused = false),
    kill: () => (pty.killedWhilePaused = pty.isPaused),
  });
});

/** A client that counts what it gets. */
function join() {
  const leave: (() => void)[] = [];
  const { end } = terminal.snapshot();
  const client = { chars: 0, seq: end, frames: 0, last: '', hasEnded: false, isSlow: false };
  const connection = {
    send: (event: string, payload: { readonly seq: number; readonly data: string }) => {
      if (event === 'terminal.exit') client.hasEnded = true;
      if (event !== 'terminal.data') return;
      client.chars += payload.data.length;
      client.seq = payload.seq;
      client.frames += 1;
      client.last = payload.data;
    },
    isSlow: () => client.isSlow,
    onClose: (listener: () => void) => leave.push(listener),
  } as unknown as Connection; // A terminal uses only these.
  terminal.attach(connection, end);
  return Object.assign(client, {
    ack: (offset = client.seq) => terminal.acknowledge(connection, offset),
    leave: () => leave.forEach((run) => run()),
  });
}

/** The pty prints until it is paused, or for a number of characters. Returns how much it printed. */
function print(most = 64 * 1024 * 1024): number {
  let printed = 0;
  while (!pty.isPaused && printed < most) {
    terminal.data(CHUNK);
    printed += CHUNK.length;
  }
  return printed;
}

describe('output to a client that acknowledges it', () => {
  it('stops at a limited amount and continues with acknowledgments, without losing any', () => {
    const client = join();
    client.ack();
    let printed = print();
    expect([pty.isPaused, printed, client.chars]).toEqual([true, FIRST_WINDOW, FIRST_WINDOW]);
    client.ack(WINDOW_CHARS / 2);
    expect(pty.isPaused).toBe(true);
    for (let round = 0; round < 100; round += 1) {
      client.ack();
      expect(pty.isPaused).toBe(false);
      printed += print();
      expect(client.chars).toBe(printed);
    }
    expect(client.frames).toBeLessThan(printed / 60_000);
  });

  it('is not limited in time: all of 1 GB arrives at once, and only the screen is kept', () => {
    const client = join();
    client.ack();
    let printed = 0;
    while (printed < 1_000_000_000) {
      printed += print(WINDOW_CHARS / 2);
      client.ack();
    }
    clock.elapse(16);
    expect([pty.isPaused, client.chars]).toEqual([false, printed]);
    expect(terminal.snapshot().text.length).toBeLessThanOrEqual(SCREEN_CHARS);
  });

  it('is sent at once after a pause, then merged', () => {
    const client = join();
    client.ack();
    clock.elapse(100);
    terminal.data('a');
    terminal.data('b');
    terminal.data('c');
    expect([client.frames, client.last]).toEqual([1, 'a']);
    clock.elapse(16);
    expect([client.frames, client.last]).toEqual([2, 'bc']);
  });

  it('continues with the latest screen for a client that stops acknowledging, and does not wait for it', () => {
    const client = join();
    client.ack();
    print();
    clock.elapse(STALL_MS - 1);
    expect(pty.isPaused).toBe(true);
    clock.elapse(1);
    expect(pty.isPaused).toBe(false);
    const { chars } = client;
    for (let second = 0; second < 100; second += 1) {
      print();
      clock.elapse(50);
    }
    terminal.data('latest');
    expect(client.chars).toBe(chars);
    client.ack();
    expect(client.last.startsWith(RESET)).toBe(true);
    expect(client.last.endsWith('latest')).toBe(true);
    expect(client.last.length).toBeLessThanOrEqual(RESET.length + SCREEN_CHARS);
    client.ack();
    expect([print(), client.chars - chars].map((count) => count >= WINDOW_CHARS)).toEqual([true, true]);
  });

  it('follows the fastest client; a slow one gets the latest screen', () => {
    const [fast, slow] = [join(), join()];
    fast.ack();
    slow.ack();
    let printed = 0;
    for (let round = 0; round < 20; round += 1) {
      printed += print();
      fast.ack();
      expect(pty.isPaused).toBe(false);
    }
    expect([fast.chars, slow.chars]).toEqual([printed, FIRST_WINDOW]);
    slow.ack();
    expect(slow.last.startsWith(RESET)).toBe(true);
    expect(slow.seq).toBe(fast.seq);
  });

  it('continues without loss for a slightly slower client', () => {
    const [fast, slower] = [join(), join()];
    fast.ack();
    slower.ack();
    let printed = print();
    fast.ack();
    printed += print(SCREEN_CHARS / 2);
    slower.ack();
    printed += print(SCREEN_CHARS / 2);
    clock.elapse(16);
    expect([fast.chars, slower.chars]).toEqual([printed, printed]);
  });

  it('continues when the client that it waits for disconnects', () => {
    const client = join();
    client.ack();
    print();
    expect(pty.isPaused).toBe(true);
    client.leave();
    // At the speed of a terminal that nobody watches, which is counted in short windows.
    clock.elapse(50);
    expect(pty.isPaused).toBe(false);
    const next = join();
    next.ack();
    print();
    expect(next.chars).toBe(FIRST_WINDOW);
  });

  it('ignores acknowledgments of output that was never sent', () => {
    const client = join();
    client.ack(1_000_000_000);
    print();
    expect([pty.isPaused, client.chars]).toEqual([true, FIRST_WINDOW]);
  });

  it('ends with the rest when the terminal ends, however much is unacknowledged', () => {
    const client = join();
    client.ack();
    print();
    terminal.data('the end');
    terminal.ended(0, null);
    expect([client.last, client.hasEnded, clock.pending]).toEqual(['the end', true, 0]);
  });

  it('does not keep a paused terminal from being closed', () => {
    const client = join();
    client.ack();
    print();
    terminal.close();
    expect(pty.killedWhilePaused).toBe(false);
  });
});

describe('output to a client that does not acknowledge it', () => {
  /** Characters of one second. */
  function printForASecond(): number {
    let printed = 0;
    for (let ms = 0; ms < 1_000; ms += 10) {
      printed += print();
      clock.elapse(10);
    }
    return printed;
  }

  it('is limited to the speed of an emulator, without losing any', () => {
    const client = join();
    const printed = printForASecond();
    clock.elapse(100);
    expect(client.chars).toBe(printed);
    expect(printed).toBeGreaterThan(3.5 * 1024 * 1024);
    expect(printed).toBeLessThan(6 * 1024 * 1024);
  });

  it('keeps this speed for all clients of the terminal while it is attached', () => {
    const [mine, older] = [join(), join()];
    mine.ack();
    let printed = 0;
    for (let ms = 0; ms < 1_000; ms += 10) {
      printed += print();
      mine.ack();
      clock.elapse(10);
    }
    expect(printed).toBeLessThan(6 * 1024 * 1024);
    expect([mine.chars, older.chars]).toEqual([printed, printed]);
    older.leave();
    expect(print(1024 * 1024)).toBe(FIRST_WINDOW);
  });

  it('is held back while its connection is slow', () => {
    const client = join();
    client.isSlow = true;
    print(100_000);
    clock.elapse(1_000);
    expect(client.chars).toBe(0);
    client.isSlow = false;
    clock.elapse(200);
    expect(client.chars).toBeGreaterThan(100_000);
  });
});
