// The client for Slack's API through the recorded fetch, and agents for its socket mode.
import type { Agent } from 'node:http';
import type { WebClient } from '@slack/web-api';
import { ChannelError } from '#core/ports/channel.ts';
import type { ChannelContext } from '../define-channel.ts';
import { createRecordedAgent } from '../outbound/recorded-agent.ts';
import { createRecordedFetch } from '../outbound/recorded-fetch.ts';
import type { Timing } from './limits.ts';

/** Where the API is, for tests and servers of one's own. */
const API_VARIABLE = 'GATEHOUSE_SLACK_API';
const OFFICIAL_API = 'https://slack.com/api/';
const FILE_HOST = 'files.slack.com';
const SOCKET_DOMAIN = '.slack.com';

/** Clients for one app. */
export interface Connection {
  readonly web: WebClient;
  readonly botToken: string;
  readonly fetch: typeof fetch;
  /** Asks for the address of a new socket. The app-level token is used for nothing else. */
  openSocket(): Promise<string>;
  /** Whether the token may be sent to an address for files. */
  isFileUrl(url: URL): boolean;
  /** @throws if the address isn't one of Slack's */
  agent(url: string): Agent;
}

/** Loads the library, and creates the clients. Nothing is connected yet. */
export async function openConnection(
  context: ChannelContext,
  { botToken, appToken }: { readonly botToken: string; readonly appToken: string },
  timing: Timing,
): Promise<Connection> {
  const { id, ledger, environment } = context;
  const { WebClient: Client, LogLevel } = await import('@slack/web-api');
  const recorded = { ledger, environment, caller: { kind: 'channel', name: id } as const };
  const fetchRecorded = createRecordedFetch(recorded);
  const override = environment[API_VARIABLE];
  const options = {
    slackApiUrl: override === undefined ? OFFICIAL_API : override.replace(/\/?$/, '/'),
    // Its types are those that it uses of the platform's.
    fetch: fetchRecorded as never,
    timeout: timing.requestMs,
    // The outbox retries, and waits as long as Slack asks.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logLevel: LogLevel.ERROR,
    // It logs what its errors say, too.
    logger: SILENT as never,
  };
  const host = override === undefined ? undefined : URL.parse(override)?.hostname;
  const app = new Client(appToken, options);
  return {
    web: new Client(botToken, options),
    botToken,
    fetch: fetchRecorded,
    async openSocket() {
      const { url } = await app.apps.connections.open({});
      if (typeof url !== 'string') throw new ChannelError('unavailable', "Slack didn't name its socket.");
      return url;
    },
    isFileUrl: ({ protocol, hostname }) => hostname === host || (protocol === 'https:' && hostname === FILE_HOST),
    agent: (url) => createRecordedAgent(checkSocket(url, host), recorded),
  };
}

const nothing = (): void => {};
const SILENT = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  setName: nothing,
  getLevel: () => 'error',
};

function checkSocket(url: string, host: string | undefined): 'http:' | 'https:' {
  const { protocol = '', hostname = '' } = URL.parse(url) ?? {};
  if (hostname === host && protocol === 'ws:') return 'http:';
  if (protocol === 'wss:' && (hostname === host || hostname.endsWith(SOCKET_DOMAIN))) return 'https:';
  throw new ChannelError('unavailable', `Slack's socket has an unexpected address (${hostname}), so it isn't used.`);
}
