// A shell command with syntax colors. Dangerous parts are also bold, so that they don't depend on color.
import { useMemo } from 'react';
import { commandTokens, type TokenKind } from './command-tokens.ts';
import { VisibleText } from './visible-text.tsx';
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

/** Inline: put it in a `<pre>`, or in its own line. */
export function CommandText({ command }: { readonly command: string }) {
  const tokens = useMemo(() => commandTokens(command), [command]);
  return (
    <code>
      {tokens.map((token, at) => (
        <span key={at} className={TONES[token.kind]}>
          <VisibleText text={token.text} />
        </span>
      ))}
    </code>
  );
}
