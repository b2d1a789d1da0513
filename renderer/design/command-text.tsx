// A shell command with syntax colors; dangerous parts are marked by weight and text, not by color alone.
import { useMemo } from 'react';
import { commandTokens, type TokenKind } from './command-tokens.ts';
import './syntax.css';

const TONES: Readonly<Record<TokenKind, string>> = {
  program: 'text-(--syntax-function) font-medium',
  flag: 'text-(--syntax-property)',
  string: 'text-(--syntax-string)',
  operator: 'text-(--syntax-keyword)',
  variable: 'text-(--syntax-number)',
  comment: 'text-(--syntax-comment) italic',
  danger: 'rounded-sm bg-bad-soft px-0.5 font-semibold text-bad',
  word: '',
  space: '',
};

/** Inline text; put it in a `<pre>` or a line of its own. */
export function CommandText({ command }: { readonly command: string }) {
  const tokens = useMemo(() => commandTokens(command), [command]);
  return (
    <code>
      {tokens.map((token, at) => (
        <span key={at} className={TONES[token.kind]}>
          {token.text}
        </span>
      ))}
    </code>
  );
}
