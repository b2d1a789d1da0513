// An access request on the screen: its details, and the answer.
import { t } from '#messages/translate.ts';
import { Text } from '../design/text.tsx';
import { toast, useAction } from '../design/toasts.ts';
import type { AccessRequest } from '../state/access-requests.ts';
import { useServices } from '../state/use-client.ts';
import type { AccessText } from './access-text.ts';

/** The full request, and the verification code. */
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

/** Answers a request, one answer at a time, and reports the result. */
export function useAnswer(request: AccessRequest, text: AccessText) {
  const { access } = useServices();
  const { busy, run } = useAction(t('access.answerFailed'));
  const answer = (isAllowed: boolean): void =>
    run(async () => {
      await access.answer(request, isAllowed);
      toast({ title: isAllowed ? text.allowed : text.denied });
    });
  return { busy, answer };
}
