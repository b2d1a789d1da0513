// The root: the sign-in page if the gateway refuses the connection, otherwise the frame.
import { Direction } from 'radix-ui';
import { Component, Suspense, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { errorMessage } from '#contract/wire/errors.ts';
import { t } from '#messages/translate.ts';
import { AccessPrompt } from '../access/access-prompt.tsx';
import { Button } from '../design/button.tsx';
import { isRightToLeft } from '../design/direction.ts';
import { EmptyState, SkeletonLines } from '../design/states.tsx';
import { Toaster } from '../design/toaster.tsx';
import { attempt } from '../design/toasts.ts';
import { TooltipProvider } from '../design/tooltip.tsx';
import type { PageDefinition } from '../pages/define-page.ts';
import type { AppServices } from '../state/app-services.ts';
import { getTheme } from '../state/appearance.ts';
import { focusComposer } from '../state/keyboard-focus.ts';
import { isDraftKey, newDraftKey, showSession } from '../state/layout.ts';
import { lazyPart } from '../state/load-part.ts';
import { href, navigate } from '../state/route.ts';
import type { SignIn } from '../state/sign-in.ts';
import { ServicesContext, useCommand, useRoute, useServices, useSupports } from '../state/use-client.ts';
import { CheatSheet } from './cheat-sheet.tsx';
import { ConnectionBanner } from './connection-status.tsx';
import { Frame } from './frame.tsx';
import { findPage, useAllPages, usePages } from './pages-context.ts';
import { PageNotFound, PageNotSupported } from './page-not-found.tsx';
import { Palette } from './palette.tsx';
import { Tour } from './tour/tour.tsx';
import { GatewayText } from '../design/gateway-text.tsx';

const SignInPage = lazyPart(() => import('./sign-in-page.tsx'), 'SignInPage');

interface AppProps {
  readonly services: AppServices;
  readonly signIn: SignIn;
}

/** The whole app. */
export function App({ services, signIn }: AppProps) {
  const connection = useStore(services.connection);
  const page = useRoute().segments[0];
  return (
    <ServicesContext value={services}>
      <Direction.Provider dir={isRightToLeft() ? 'rtl' : 'ltr'}>
        <TooltipProvider>
          {connection.state.kind === 'disconnected' && connection.state.cause === 'refused' ? (
            <Suspense fallback={null}>
              <SignInPage signIn={signIn} reason={connection.state.reason} onRetry={() => services.client.retryNow()} />
            </Suspense>
          ) : (
            <>
              <CurrentPage />
              <GlobalCommands />
              <AccessPrompt />
              <Palette />
              <CheatSheet />
              <Tour />
            </>
          )}
          <Toaster high={page === 'sessions'} />
        </TooltipProvider>
      </Direction.Provider>
    </ServicesContext>
  );
}

function CurrentPage() {
  const route = useRoute();
  const page = findPage(useAllPages(), route.segments[0]);
  const isSupported = useSupports(...(page?.needs ?? []));
  if (page === undefined) return <PageNotFound />;
  if (!isSupported) return <PageNotSupported />;
  const content = (
    <ErrorBoundary key={page.segment}>
      <Suspense fallback={<SkeletonLines count={5} label={t('app.openingPage')} className="h-full bg-surface p-7" />}>
        <page.component />
      </Suspense>
    </ErrorBoundary>
  );
  if (page.frame !== false) return <Frame page={page}>{content}</Frame>;
  return (
    <>
      <ConnectionBanner />
      {content}
    </>
  );
}

type State = { readonly message: string | undefined };

/** Shows the error and offers to render the page again. */
class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { message: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { message: errorMessage(error) };
  }

  override render(): ReactNode {
    const { message } = this.state;
    if (message === undefined) return this.props.children;
    return (
      <div className="flex h-full bg-surface">
        <EmptyState
          title={t('app.error.title')}
          action={<Button onClick={() => this.setState({ message: undefined })}>{t('app.error.reload')}</Button>}
          text={<GatewayText>{message}</GatewayText>}
        />
      </div>
    );
  }
}

/** A new session that will work in a new worktree, in an unused draft if there is one. */
function openWorktreeDraft({ layout, drafts, newId }: AppServices): void {
  const unused = layout.getState().panes.find(({ key }) => isDraftKey(key) && drafts.get(key).text === '');
  const key = unused?.key ?? newDraftKey(newId);
  const draft = drafts.get(key);
  drafts.set(key, { ...draft, create: { ...draft.create, worktree: true } });
  layout.setState((state) => showSession(state, key, newId));
  navigate(href('sessions', key));
  focusComposer();
}

function GlobalCommands() {
  const services = useServices();
  const { preferences, approvals } = services;
  useCommand('theme.toggle', () => {
    const now = getTheme(preferences.store.getState(), matchMedia('(prefers-color-scheme: dark)').matches);
    attempt(t('app.themeNotSaved'), () => preferences.set({ theme: now === 'dark' ? 'light' : 'dark' }));
  });
  useCommand('shortcuts.change', () => navigate(href('settings', 'shortcuts')));
  useCommand('session.new', () => {
    navigate(href('sessions', 'new'));
    focusComposer();
  });
  const isInGit = useSupports('worktrees.branches');
  useCommand('session.newWorktree', () => openWorktreeDraft(services), isInGit);
  const { pending } = useStore(approvals.store);
  const first = pending[0];
  // A card on the screen takes precedence.
  const toFirst = () => (first === undefined ? undefined : navigate(href('approvals', 'item', first.id)));
  useCommand('approval.focus', toFirst, first !== undefined && 'fallback');
  return usePages().map((page) => <GoTo key={page.segment} page={page} />);
}

function GoTo({ page }: { readonly page: PageDefinition }) {
  useCommand(page.command.id, () => navigate(href(page.segment)));
  return null;
}
