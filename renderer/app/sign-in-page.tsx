// What a browser sees that is not signed in: what this is, and how to get in.
import { Copy, RotateCw } from 'lucide-react';
import { Button, IconButton } from '../design/button.tsx';
import { toast } from '../design/toasts.ts';
import type { SignIn } from '../state/sign-in.ts';
import { Logo } from './logo.tsx';

const COMMAND = 'npm start -- --open';

interface SignInPageProps {
  readonly signIn: SignIn;
  readonly reason: string;
  readonly onRetry: () => void;
}

const WORDS: Readonly<Record<SignIn, string>> = {
  none: 'This browser is not signed in. Gatehouse prints a link when it starts; open that link here.',
  done: 'The link was accepted, but the gateway still refuses this browser.',
  expired: 'That link was used already or is older than five minutes. Each link signs one browser in once.',
  failed: 'The gateway did not answer the sign-in. Is it still running?',
};

/** Stands in place of the frame. */
export function SignInPage({ signIn, reason, onRetry }: SignInPageProps) {
  return (
    <main className="flex h-full items-center justify-center overflow-y-auto bg-canvas p-5">
      <div className="w-full max-w-105 rounded-xl border border-line bg-surface p-7 shadow-mid">
        <Logo className="size-10" />
        <h1 className="mt-4 text-xl font-semibold text-ink">Sign in to Gatehouse</h1>
        <p className="mt-2 text-base text-ink-soft">{WORDS[signIn]}</p>
        <h2 className="mt-5 text-sm font-medium text-ink">Get a new link</h2>
        <p className="mt-1 text-sm text-ink-soft">On the machine where Gatehouse runs, in its folder:</p>
        <div className="mt-2 flex items-center gap-2 rounded-md bg-code py-1.5 pr-1.5 pl-3 font-mono text-xs text-ink ring-1 ring-line">
          <span className="min-w-0 flex-1 truncate">{COMMAND}</span>
          <IconButton
            label="Copy command"
            onClick={() => void navigator.clipboard.writeText(COMMAND).then(() => toast({ title: 'Copied' }))}
          >
            <Copy size={14} aria-hidden />
          </IconButton>
        </div>
        <p className="mt-2 text-sm text-ink-soft">
          Or in a browser that is signed in: Settings, Gateway, Sign in another browser.
        </p>
        <div className="mt-6 flex items-center gap-3">
          <Button look="primary" icon={<RotateCw size={14} aria-hidden />} onClick={onRetry}>
            Try again
          </Button>
          <span className="min-w-0 text-xs text-ink-faint">{reason}</span>
        </div>
      </div>
    </main>
  );
}
