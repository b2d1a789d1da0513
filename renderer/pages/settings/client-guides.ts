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

/** One kind of client, as an option of a select. */
export interface ClientGuide {
  readonly value: 'openclaw' | 'control-ui' | 'phone' | 'openai';
  readonly label: string;
  readonly steps: readonly ClientStep[];
}

/** Placeholders for secrets: those are never shown unless requested. */
const TOKEN = '<token>';
const KEY = '<API key>';

/** The guides for all clients, with the addresses of this gateway. */
export function clientGuides({ http, socket }: GatewayAddress): readonly ClientGuide[] {
  const remote = { gateway: { mode: 'remote', remote: { url: socket, token: TOKEN } } };
  const devices = { label: t('settings.section.devices'), path: '/settings/devices' };
  const keys = { label: t('settings.section.keys'), path: '/settings/keys' };
  const status = `openclaw gateway status --url ${socket} --token ${TOKEN}`;
  const serve = `node scripts/control-ui.ts --openclaw <${t('gateway.clients.controlUi.folder')}>`;
  const environment = `OPENAI_BASE_URL=${http}/v1\nOPENAI_API_KEY=${KEY}`;
  return [
    {
      value: 'openclaw',
      label: t('gateway.clients.openclaw'),
      steps: [
        { text: t('gateway.clients.openclaw.config'), code: JSON.stringify(remote, undefined, 2) },
        { text: t('gateway.clients.openclaw.single'), code: status },
      ],
    },
    {
      value: 'control-ui',
      label: t('gateway.clients.controlUi'),
      steps: [
        { text: t('gateway.clients.controlUi.serve'), code: serve },
        { text: t('gateway.clients.controlUi.open') },
      ],
    },
    {
      value: 'phone',
      label: t('gateway.clients.phone'),
      steps: [{ text: t('gateway.clients.phone.pair'), page: devices }],
    },
    {
      value: 'openai',
      label: t('gateway.clients.openai'),
      steps: [
        { text: t('gateway.clients.openai.key'), page: keys },
        { text: t('gateway.clients.openai.environment'), code: environment },
        { text: t('gateway.clients.openai.model'), code: 'gatehouse' },
      ],
    },
  ];
}
