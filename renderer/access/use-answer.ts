// Answers an access request and reports the result.
import { useRef, useState } from 'react';
import { t } from '#messages/translate.ts';
import { toast, toastError } from '../design/toasts.ts';
import type { AccessRequest } from '../state/access-requests.ts';
import { useServices } from '../state/use-client.ts';
import type { AccessText } from './access-text.ts';

/** One answer at a time. */
export function useAnswer(
  request: AccessRequest,
  text: AccessText,
): { readonly busy: boolean; readonly answer: (isAllowed: boolean) => Promise<void> } {
  const { access } = useServices();
  const [busy, setBusy] = useState(false);
  const gone = useRef(false);
  const answer = async (isAllowed: boolean): Promise<void> => {
    if (gone.current) return;
    gone.current = true;
    setBusy(true);
    try {
      await access.answer(request, isAllowed);
      toast({ title: isAllowed ? text.allowed : text.denied });
    } catch (cause) {
      toastError(t('access.answerFailed'), cause);
    }
    gone.current = false;
    setBusy(false);
  };
  return { busy, answer };
}
