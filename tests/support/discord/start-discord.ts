// A local Discord for one test.
import { onTestFinished } from 'vitest';
import { openDiscordServer, type DiscordServer } from './discord-server.ts';

/** Starts a server, which stops with the test. */
export async function startDiscord(): Promise<DiscordServer> {
  const server = await openDiscordServer();
  onTestFinished(() => server.close());
  return server;
}
