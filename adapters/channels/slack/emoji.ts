// Names of emoji that people and agents react with. Slack's API takes names only: https://docs.slack.dev/reference/methods/reactions.add
import { ChannelError } from '#core/ports/channel.ts';

const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '👍': '+1',
    '👎': '-1',
    '❤': 'heart',
    '🎉': 'tada',
    '👀': 'eyes',
    '✅': 'white_check_mark',
    '❌': 'x',
    '⚠': 'warning',
    '🔥': 'fire',
    '🚀': 'rocket',
    '💯': '100',
    '😂': 'joy',
    '😄': 'smile',
    '😊': 'blush',
    '😢': 'cry',
    '😮': 'open_mouth',
    '🤔': 'thinking_face',
    '👏': 'clap',
    '🙏': 'pray',
    '💪': 'muscle',
    '👋': 'wave',
    '🤝': 'handshake',
    '👌': 'ok_hand',
    '⏳': 'hourglass_flowing_sand',
    '⌛': 'hourglass',
    '🔒': 'lock',
    '🐛': 'bug',
    '💡': 'bulb',
    '📌': 'pushpin',
    '🏆': 'trophy',
    '✨': 'sparkles',
    '🆗': 'ok',
  }),
);
const EMOJI: ReadonlyMap<string, string> = new Map([...NAMES].map(([emoji, name]) => [name, emoji]));
const VARIATION = /\ufe0f/g;
const NAME = /^[a-z0-9_+'-]{1,100}$/;

/** Slack's name of an emoji; names, such as those of the workspace's own emoji, are kept. @throws {ChannelError} `unsupported` */
export function toEmojiName(emoji: string): string {
  const plain = emoji.replaceAll(VARIATION, '').replaceAll(/^:|:$/g, '');
  const name = NAMES.get(plain) ?? plain;
  if (NAME.test(name)) return name;
  throw new ChannelError('unsupported', `Slack needs the name of the emoji ${emoji}, such as "tada".`);
}

/** The emoji with a name; the name itself if it isn't one of these. */
export function fromEmojiName(name: string): string {
  const [base = ''] = name.split('::');
  const known = base === 'thumbsup' ? '+1' : base === 'thumbsdown' ? '-1' : base;
  return EMOJI.get(known) ?? base;
}
