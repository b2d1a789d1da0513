// Conformance suite of frame channels, for every transport and the in-memory pair.
import { describe, expect, it } from 'vitest';
import type { FrameChannel } from '#contract/wire/frames.ts';

/** A connected pair and a function that closes it. */
export interface ChannelPair {
  readonly client: FrameChannel;
  readonly server: FrameChannel;
  end(): Promise<void>;
}

/** Registers the suite. */
export function frameChannelConformance(name: string, open: () => Promise<ChannelPair>): void {
  describe(`${name} as a frame channel`, () => {
    it('delivers frames in both directions, complete and in order', async () => {
      const { client, server, end } = await open();
      const texts = Array.from({ length: 50 }, (_unused, index) => `frame ${index} ${'ä🙂'.repeat(index)}`);
      const fromClient = collect(server, texts.length);
      const fromServer = collect(client, texts.length);
      for (const text of texts) {
        client.send(text);
        server.send(text);
      }
      expect(await fromClient).toEqual(texts);
      expect(await fromServer).toEqual(texts);
      await end();
    });

    it('never delivers within the call to send', async () => {
      const { client, server, end } = await open();
      let received = false;
      const one = new Promise<void>((resolve) => {
        server.onMessage(() => {
          received = true;
          resolve();
        });
      });
      client.send('x');
      expect(received).toBe(false);
      await one;
      await end();
    });

    it('delivers a large frame', async () => {
      const { client, server, end } = await open();
      const large = 'y'.repeat(40_000);
      const got = collect(server, 1);
      client.send(large);
      expect(await got).toEqual([large]);
      await end();
    });

    it('reports a close to the other end once, with code and reason', async () => {
      const { client, server, end } = await open();
      const closes: (readonly [number, string])[] = [];
      const closed = new Promise<void>((resolve) => {
        client.onClose((code, reason) => {
          closes.push([code, reason]);
          resolve();
        });
      });
      client.onMessage(() => {});
      server.onMessage(() => {});
      server.close(4001, 'device removed');
      server.close(1000, 'again');
      await closed;
      expect(closes).toEqual([[4001, 'device removed']]);
      await end();
    });

    it('ignores frames sent after the close', async () => {
      const { client, server, end } = await open();
      client.onMessage(() => {});
      server.onMessage(() => {});
      const closed = new Promise<void>((resolve) => client.onClose(() => resolve()));
      server.close(1000, '');
      await closed;
      expect(() => client.send('late')).not.toThrow();
      expect(() => server.send('late')).not.toThrow();
      expect(server.bufferedBytes()).toBeGreaterThanOrEqual(0);
      await end();
    });
  });
}

function collect(channel: FrameChannel, count: number): Promise<readonly string[]> {
  return new Promise((resolve) => {
    const texts: string[] = [];
    channel.onMessage((text) => {
      texts.push(text);
      if (texts.length === count) resolve(texts);
    });
  });
}
