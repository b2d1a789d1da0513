// The code to compare, and what is asked for in full.
import type { AccessWords } from './access-words.ts';

/** Stands under the words of a request. */
export function AccessFacts({ words }: { readonly words: AccessWords }) {
  return (
    <>
      {words.detail !== undefined && (
        <pre className="mt-1.5 max-h-24 overflow-auto rounded-md bg-sunken p-2 text-2xs wrap-anywhere whitespace-pre-wrap text-ink-soft">
          {words.detail}
        </pre>
      )}
      {words.code !== undefined && (
        <p className="mt-1 text-xs text-ink-faint">
          Code <code className="text-ink-soft">{words.code}</code>, as shown there
        </p>
      )}
    </>
  );
}
