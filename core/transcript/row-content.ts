// Who says what in a stored transcript row.

/** The role and text of a row. */
export interface RowContent {
  readonly role: string;
  readonly text: string;
}

interface Row {
  readonly role: string;
  readonly content: string | readonly { readonly type: string; readonly text?: string }[];
}

/** The role and text of a row as the store keeps it. */
export function rowContent(json: string): RowContent {
  // Written by the engine.
  const { role, content } = JSON.parse(json) as Row;
  if (typeof content === 'string') return { role, text: content };
  return { role, text: content.flatMap(({ type, text = '' }) => (type === 'text' ? [text] : [])).join('\n') };
}

/** Whether a person sees it as a message; tool results and calls without text aren't. */
export function isVisible({ role, text }: RowContent): boolean {
  return (role === 'user' || role === 'assistant') && text.trim() !== '';
}
