// The body of a message for Discord's API.
import { createHash } from 'node:crypto';
import {
  ButtonStyle,
  ComponentType,
  MessageFlags,
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
} from 'discord-api-types/v10';
import { ChannelError, type ChannelButton, type OutgoingContent, type OutgoingFile } from '#core/ports/channel.ts';
import { truncateText } from '#contract/types/truncate-text.ts';
import { formatMarkdown, MAX_CONTENT } from './format.ts';
import { MAX_UPLOAD_BYTES } from './limits.ts';
import { formatComponentId } from './press-id.ts';

const MAX_LABEL = 80;
const MAX_PER_ROW = 5;
const MAX_ROWS = 5;
/** Discord accepts 25. */
const NONCE_LENGTH = 22;
/** An answer pings nobody, whatever it contains. */
export const PINGS_NOBODY = { parse: [], replied_user: false };

type Row = APIActionRowComponent<APIButtonComponentWithCustomId>;

/** Text and buttons. @throws {ChannelError} `too-large` */
export function toContent({ markdown, buttons = [] }: OutgoingContent) {
  const content = formatMarkdown(markdown);
  if (content.length > MAX_CONTENT)
    throw new ChannelError('too-large', `The message is longer than ${MAX_CONTENT} characters. Split it first.`);
  return {
    content,
    components: toRows(buttons),
    // Previews would make Discord fetch any address that an answer contains.
    flags: MessageFlags.SuppressEmbeds as number,
    allowed_mentions: PINGS_NOBODY,
  };
}

/** Files of a message. @throws {ChannelError} `too-large` */
export function toFiles(files: readonly OutgoingFile[] = []) {
  return files.map(({ name, mimeType, bytes }) => {
    if (bytes.length > MAX_UPLOAD_BYTES)
      throw new ChannelError('too-large', `${name} is larger than the 10 MB that a bot can send to Discord.`);
    // Discord shows the name only, and takes no folders.
    return { name: name.split(/[/\\]/).at(-1) || 'file', contentType: mimeType, data: bytes };
  });
}

/** A nonce for a key: Discord recognizes a message that is sent again within a few minutes. */
export function toNonce(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, NONCE_LENGTH);
}

function toRows(rows: readonly (readonly ChannelButton[])[]): Row[] {
  const filled = rows.flatMap((row) => chunk(row));
  if (filled.length > MAX_ROWS)
    throw new ChannelError('rejected', `A Discord message can have ${MAX_ROWS} rows of ${MAX_PER_ROW} buttons.`);
  return filled.map((row) => ({ type: ComponentType.ActionRow, components: row.map(toButton) }));
}

function chunk(row: readonly ChannelButton[]): readonly (readonly ChannelButton[])[] {
  const count = Math.ceil(row.length / MAX_PER_ROW);
  return Array.from({ length: count }, (_, at) => row.slice(at * MAX_PER_ROW, (at + 1) * MAX_PER_ROW));
}

function toButton({ label, data, style }: ChannelButton): APIButtonComponentWithCustomId {
  const styles = { primary: ButtonStyle.Primary, danger: ButtonStyle.Danger } as const;
  return {
    type: ComponentType.Button,
    label: truncateText(label, MAX_LABEL),
    custom_id: formatComponentId({ kind: 'button', data }),
    style: style === undefined ? ButtonStyle.Secondary : styles[style],
  };
}
