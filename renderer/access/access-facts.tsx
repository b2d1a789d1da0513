// The verification code, and the full request.
import { Text } from '../design/text.tsx';
import type { AccessText } from './access-text.ts';

/** Follows the text of a request. */
export function AccessFacts({ text }: { readonly text: AccessText }) {
  return (
    <>
      {text.detail !== undefined && (
        <pre className="mt-1.5 max-h-24 overflow-auto rounded-md bg-sunken p-2 text-2xs wrap-anywhere whitespace-pre-wrap text-ink-soft">
          {text.detail}
        </pre>
      )}
      {text.code !== undefined && (
        <p className="mt-1 text-xs text-ink-faint">
          <Text
            id="access.code"
            values={{ code: text.code }}
            tags={{ code: (code) => <code className="text-ink-soft">{code}</code> }}
          />
        </p>
      )}
    </>
  );
}
