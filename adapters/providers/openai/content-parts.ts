// The text of a delta, which servers send as a string or as a list of typed parts.
import { isJsonObject } from '#contract/types/json-object.ts';

/** A piece of text of the model. */
export interface ContentPiece {
  readonly kind: 'text' | 'thinking' | 'refusal';
  readonly text: string;
}

/** Fields of a part that contain text, or parts. */
const TEXT_FIELDS = ['text', 'thinking', 'reasoning', 'refusal', 'content', 'summary'] as const;
const KINDS: readonly (readonly [RegExp, ContentPiece['kind']])[] = [
  [/think|reason/, 'thinking'],
  [/refusal/, 'refusal'],
];

/** The pieces of `content`, in order. Parts without text, such as images, are skipped. */
export function readPieces(content: unknown, kind: ContentPiece['kind'] = 'text'): readonly ContentPiece[] {
  if (typeof content === 'string') return content === '' ? [] : [{ kind, text: content }];
  if (Array.isArray(content)) return content.flatMap((part: unknown) => readPieces(part, kind));
  if (!isJsonObject(content)) return [];
  const type = typeof content['type'] === 'string' ? content['type'] : '';
  const ownKind = KINDS.find(([pattern]) => pattern.test(type))?.[1] ?? kind;
  const field = TEXT_FIELDS.find((name) => content[name] !== undefined && content[name] !== null);
  return field === undefined ? [] : readPieces(content[field], ownKind);
}
