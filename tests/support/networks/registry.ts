// Every network with a local server. A new one is one file and one line here.
import { startDiscordNetwork } from './discord-network.ts';
import type { Network } from './network.ts';
import { startTelegramNetwork } from './telegram-network.ts';
import { startWhatsAppNetwork } from './whatsapp-network.ts';

/** Starts a network, by its name. */
export const NETWORKS: Readonly<Record<string, () => Promise<Network>>> = {
  Telegram: startTelegramNetwork,
  Discord: startDiscordNetwork,
  WhatsApp: startWhatsAppNetwork,
};
