// How to connect each kind of client, with settings to copy.
import { t } from '#messages/translate.ts';
import type { GatewayAddress } from './gateway-address.ts';

/** An instruction, and what to copy. */
export interface ClientStep {
  readonly text: string;
  readonly code?: string;
  /** A settings page that helps. */
  readonly page?: { readonly label: string; readonly path: string };
}

/** One kind of client. */
export interface ClientGuide {
  readonly id: 'openclaw' | 'control-ui' | 'phone' | 'openai';
  readonly label: string;
  readonly steps: readonly ClientStep[];
}

/** Placeholders for secrets: those are never shown unless requested. */
const TOKEN = '<token>';
const KEY = '<API key>';

/** The guides for all clients, with the addresses of this gateway. */
export function clientGuides({ http, socket }: GatewayAddress): readonly ClientGuide[] {
  return [
    { id: 'openclaw', label: t('gateway.clients.openclaw'), steps: openClawSteps(socket) },
    { id: 'control-ui', label: t('gateway.clients.controlUi'), steps: controlUiSteps() },
    { id: 'phone', label: t('gateway.clients.phone'), steps: phoneSteps() },
    { id: 'openai', label: t('gateway.clients.openai'), steps: openAiSteps(http) },
  ];
}

function openClawSteps(socket: string): readonly ClientStep[] {
  const remote = { gateway: { mode: 'remote', remote: { url: socket, token: TOKEN } } };
  return [
    { text: t('gateway.clients.openclaw.config'), code: JSON.stringify(remote, undefined, 2) },
    {
      text: t('gateway.clients.openclaw.single'),
      code: `openclaw gateway status --url ${socket} --token ${TOKEN}`,
    },
  ];
}

function controlUiSteps(): readonly ClientStep[] {
  return [
    {
      text: t('gateway.clients.controlUi.serve'),
      code: `node scripts/control-ui.ts --openclaw <${t('gateway.clients.controlUi.folder')}>`,
    },
    { text: t('gateway.clients.controlUi.open') },
  ];
}

function phoneSteps(): readonly ClientStep[] {
  return [
    {
      text: t('gateway.clients.phone.pair'),
      page: { label: t('settings.section.devices'), path: '/settings/devices' },
    },
  ];
}

function openAiSteps(http: string): readonly ClientStep[] {
  const environment = [`OPENAI_BASE_URL=${http}/v1`, `OPENAI_API_KEY=${KEY}`];
  return [
    { text: t('gateway.clients.openai.key'), page: { label: t('settings.section.keys'), path: '/settings/keys' } },
    { text: t('gateway.clients.openai.environment'), code: environment.join('\n') },
    { text: t('gateway.clients.openai.model'), code: 'gatehouse' },
  ];
}
