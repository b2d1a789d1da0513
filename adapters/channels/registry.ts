// All kinds of channels. A new one is one folder and one line here.
import type { ChannelKind } from './define-channel.ts';
import { discord } from './discord/discord.ts';
import { SLACK } from './slack/slack.ts';
import { TELEGRAM } from './telegram/kind.ts';
import { WEB } from './web/kind.ts';
import { WHATSAPP } from './whatsapp/kind.ts';

/** The family. */
export const CHANNELS: readonly ChannelKind[] = [TELEGRAM, discord, SLACK, WHATSAPP, WEB];
