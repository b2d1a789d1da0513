// Every network with a local server. A new one is one file and one line here.
import { openDiscordNetwork } from './discord-network.ts';
import type { Network } from './network.ts';
import { openSlackNetwork } from './slack-network.ts';
import { openTelegramNetwork } from './telegram-network.ts';
import { openWhatsAppNetwork } from './whatsapp-network.ts';

/** Opens a network, by its name. */
export const NETWORKS: Readonly<Record<string, () => Promise<Network>>> = {
  Telegram: openTelegramNetwork,
  Discord: openDiscordNetwork,
  Slack: openSlackNetwork,
  WhatsApp: openWhatsAppNetwork,
};
