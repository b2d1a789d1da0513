// Who says what in a transcript row.

/** The words of a row. */
export interface RowContent {
  readonly role: string;
  readonly text: string;
}

interface Row {
  readonly role: string;
  readonly content: string | readonly { readonly type: string; readonly text?: string }[];
}

/** The words of a row as the store keeps it. */
export function rowContent(json: string): RowContent {
  // Written by the engine.
  const { role, content } = JSON.parse(json) as Row;
  if (typeof content === 'string') return { role, text: content };
  const said = content.flatMap((block) => (block.type === 'text' ? [block.text ?? ''] : []));
  return { role, text: said.join('\n') };
}

/** Whether a person sees it as a message: what a tool answered, and calls without words, are none. */
export function isVisible({ role, text }: RowContent): boolean {
  return (role === 'user' || role === 'assistant') && text.trim() !== '';
}
