// Blocks as a person reads them, and the rules that Slack has for them.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import type { SlackBlock, SlackMessage } from './slack-state.ts';

const MAX_BLOCKS = 50;
const MAX_ELEMENTS = 25;
const MAX_BUTTON_TEXT = 75;
const MAX_VALUE = 2_000;
const MAX_BLOCK_JSON = 13_000;

/** The text of a message without formatting: that of its blocks, or else its text. */
export function readPlain({ blocks, text }: Pick<SlackMessage, 'blocks' | 'text'>): string {
  const rich = blocks.filter(({ type }) => type === 'rich_text').map(readBlock);
  if (rich.length > 0) return rich.join('\n').trimEnd();
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Buttons with their labels and values. */
export function readButtons({
  blocks,
}: Pick<SlackMessage, 'blocks'>): readonly { readonly label: string; readonly data: string }[] {
  return blocks
    .filter(({ type }) => type === 'actions')
    .flatMap(({ elements = [] }) => elements)
    .map(({ text, value }) => ({ label: String(Object(text).text), data: String(value) }));
}

/** Why Slack rejects blocks; undefined if it accepts them. */
export function findBlockProblem(blocks: readonly SlackBlock[]): string | undefined {
  if (blocks.length > MAX_BLOCKS) return 'invalid_blocks';
  if (JSON.stringify(blocks).length > MAX_BLOCK_JSON) return 'msg_blocks_too_long';
  const ids = new Set<unknown>();
  for (const { type, elements } of blocks) {
    if (!['rich_text', 'actions', 'section'].includes(type) || !Array.isArray(elements) || elements.length === 0)
      return 'invalid_blocks';
    if (type === 'rich_text' && !elements.every((one) => isRich(one))) return 'invalid_blocks';
    if (type !== 'actions') continue;
    if (elements.length > MAX_ELEMENTS) return 'invalid_blocks';
    for (const { action_id: id, text, value, style } of elements as readonly JsonObject[]) {
      const label = isJsonObject(text) ? text['text'] : undefined;
      if (typeof label !== 'string' || label === '' || label.length > MAX_BUTTON_TEXT) return 'invalid_blocks';
      if (
        ids.has(id) ||
        String(value).length > MAX_VALUE ||
        !['primary', 'danger', undefined].includes(style as string)
      )
        return 'invalid_blocks';
      ids.add(id);
    }
  }
  return undefined;
}

const CONTAINERS = ['rich_text_section', 'rich_text_list', 'rich_text_quote', 'rich_text_preformatted'];

/** Whether an element has the shape of the documentation: unknown members are rejected. */
function isRich(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  const { type, elements, text, url } = value;
  if (typeof type === 'string' && CONTAINERS.includes(type))
    return (
      Array.isArray(elements) &&
      (type === 'rich_text_section' || elements.length > 0) &&
      elements.every((one) => isRich(one))
    );
  if (type === 'text') return typeof text === 'string' && text !== '';
  return type === 'link' && typeof url === 'string' && /^(?:https?|mailto|tel):/.test(url);
}

function readBlock({ elements = [] }: SlackBlock): string {
  return elements
    .map((element) => readElement(element))
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n');
}

function readElement(element: JsonObject, at = 0): string {
  const { type, elements, text, url, style } = element;
  if (type === 'text') return String(text);
  if (type === 'link') return String(text ?? url);
  const children = (Array.isArray(elements) ? elements : []) as readonly JsonObject[];
  if (type !== 'rich_text_list') return children.map((child) => readElement(child)).join('');
  const offset = Number(element['offset'] ?? 0) + 1 + at;
  return children
    .map((child, place) => `${style === 'ordered' ? `${offset + place}.` : '•'} ${readElement(child)}`)
    .join('\n');
}
