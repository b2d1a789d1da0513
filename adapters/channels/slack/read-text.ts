// The text of a message as Markdown: https://docs.slack.dev/messaging/formatting-message-text
/** Characters that Slack encodes. */
const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/** The text of a person, without mentions of the bot. */
export function readText(text: string, botId: string): string {
  return text
    .replaceAll(/<([^<>]*)>/g, (_all, inner: string) => readReference(inner, botId))
    .replaceAll(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .trim();
}

/** Whether a text mentions somebody. */
export function mentions(text: string, userId: string): boolean {
  return userId !== '' && text.includes(`<@${userId}>`);
}

/** A mention, a channel, a group of people, or an address. */
function readReference(inner: string, botId: string): string {
  const [target = '', label = ''] = inner.split('|', 2);
  if (target === `@${botId}`) return '';
  if (target.startsWith('@')) return `@${label || target.slice(1)}`;
  if (target.startsWith('#')) return `#${label || target.slice(1)}`;
  if (target.startsWith('!')) return `@${label.replace(/^@/, '') || target.slice(1).split('^')[0] || ''}`;
  return label === '' || label === target ? target : `[${label}](${target})`;
}
