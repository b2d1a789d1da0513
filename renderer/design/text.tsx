// Messages that contain markup or elements: `Stop <b>{title}</b>?`.
import { Fragment, isValidElement, type ReactNode } from 'react';
import type { MessageId, MessageTags, MessageValues } from '#messages/english.ts';
import { t } from '#messages/translate.ts';

/** Renders the content of a tag. */
type Tag = (children: ReactNode) => ReactNode;

/** Text parameters accept elements; numbers and choices don't. */
type TextValues<Id extends MessageId> = {
  readonly [Name in keyof MessageValues<Id>]: string extends MessageValues<Id>[Name]
    ? ReactNode
    : MessageValues<Id>[Name];
};

type TextProps<Id extends MessageId> = { readonly id: Id } & (keyof MessageValues<Id> extends never
  ? { readonly values?: undefined }
  : { readonly values: TextValues<Id> }) &
  (MessageTags<Id> extends never
    ? { readonly tags?: undefined }
    : { readonly tags: Readonly<Record<MessageTags<Id>, Tag>> });

/** Private-use characters: in place of `<` in a value, and around the number of an element. */
const LESS_THAN = '\u{E000}';
const ELEMENT = '\u{E001}';
const MARKUP = new RegExp(`<(\\w+)>([\\s\\S]*?)</\\1>|${ELEMENT}(\\d+)${ELEMENT}`, 'g');

/** Renders a message; `tags` render its markup, `values` fill its parameters. Markup inside a value is plain text. */
export function Text<Id extends MessageId>({ id, values, tags }: TextProps<Id>): ReactNode {
  const elements: ReactNode[] = [];
  // All values are texts, elements or numbers.
  const texts = Object.entries((values ?? {}) as Readonly<Record<string, ReactNode>>).map(([name, value]) => {
    if (isValidElement(value)) return [name, `${ELEMENT}${elements.push(value) - 1}${ELEMENT}`];
    return [name, typeof value === 'string' ? value.replaceAll('<', LESS_THAN) : value];
  });
  // The props pair each id with its own parameters; a computed record can't express that.
  const translate = t as (id: MessageId, values: object) => string;
  return renderMarkup(translate(id, Object.fromEntries(texts)), tags ?? {}, elements);
}

function renderMarkup(text: string, tags: Readonly<Record<string, Tag>>, elements: readonly ReactNode[]): ReactNode {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(MARKUP)) {
    const [whole, tag = '', inner = '', element] = match;
    parts.push(plain(text.slice(end, match.index)));
    parts.push(element === undefined ? tags[tag]?.(renderMarkup(inner, tags, elements)) : elements[Number(element)]);
    end = match.index + whole.length;
  }
  parts.push(plain(text.slice(end)));
  return parts.map((part, at) => <Fragment key={at}>{part}</Fragment>);
}

function plain(text: string): string {
  return text.replaceAll(LESS_THAN, '<');
}
