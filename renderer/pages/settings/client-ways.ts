// How each kind of client is connected: what to enter, ready to be copied. Pure.
import type { GatewayAddress } from './gateway-address.ts';

/** Something to copy, with the words before it. */
export interface ClientStep {
  readonly words: string;
  readonly code?: string;
  /** A page of Settings that helps. */
  readonly page?: { readonly label: string; readonly path: string };
}

/** One kind of client. */
export interface ClientWay {
  readonly id: 'openclaw' | 'control-ui' | 'phone' | 'openai';
  readonly label: string;
  readonly steps: readonly ClientStep[];
}

/** What stands where the secret goes: it is never part of a text that is shown unasked. */
const TOKEN = '<token>';
const KEY = '<API key>';

/** Every kind, with the addresses of this gateway. */
export function clientWays({ http, socket }: GatewayAddress): readonly ClientWay[] {
  return [
    { id: 'openclaw', label: 'OpenClaw CLI', steps: openClawSteps(socket) },
    { id: 'control-ui', label: 'Control UI', steps: controlUiSteps() },
    { id: 'phone', label: 'Phone apps', steps: PHONE_STEPS },
    { id: 'openai', label: 'OpenAI-compatible', steps: openAiSteps(http) },
  ];
}

function openClawSteps(socket: string): readonly ClientStep[] {
  const remote = { gateway: { mode: 'remote', remote: { url: socket, token: TOKEN } } };
  return [
    {
      words: 'For every command: in ~/.openclaw/openclaw.json. The token stands above.',
      code: JSON.stringify(remote, undefined, 2),
    },
    { words: 'Or for one command:', code: `openclaw gateway status --url ${socket} --token ${TOKEN}` },
  ];
}

function controlUiSteps(): readonly ClientStep[] {
  return [
    {
      words: 'It talks to the address that it comes from. A small server of the Gatehouse repository serves it:',
      code: 'node scripts/control-ui.ts --openclaw <folder in which openclaw is installed>',
    },
    { words: 'Open the address that it prints, with the token behind #token=. It asks to come in: allow it here.' },
  ];
}

const PHONE_STEPS: readonly ClientStep[] = [
  {
    words:
      'Allow this network, show a code there, and scan it in the app. The code holds addresses, fingerprint and a one-time code.',
    page: { label: 'Phone & devices', path: '/settings/devices' },
  },
];

function openAiSteps(http: string): readonly ClientStep[] {
  const environment = [`OPENAI_BASE_URL=${http}/v1`, `OPENAI_API_KEY=${KEY}`];
  return [
    {
      words: 'Make a key that may use agents. It is shown once.',
      page: { label: 'API keys', path: '/settings/keys' },
    },
    { words: 'Most programs read these:', code: environment.join('\n') },
    {
      words: 'The model is an agent: gatehouse for the default one, gatehouse/<agent> for another.',
      code: 'gatehouse',
    },
  ];
}
