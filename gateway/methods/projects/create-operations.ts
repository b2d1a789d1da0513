// Creations of projects that can be canceled.
import { GatewayError } from '#contract/wire/errors.ts';

/** The creations of one gateway that run now. */
export function makeCreateOperations() {
  const running = new Map<string, AbortController>();
  return {
    /** Runs `work`, until it is canceled by its name or `signal`. @throws {GatewayError} `CANCELED` */
    async run<T>(id: string | undefined, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
      const controller = new AbortController();
      if (id !== undefined) running.set(id, controller);
      try {
        return await work(AbortSignal.any([signal, controller.signal]));
      } catch (error) {
        if (!controller.signal.aborted) throw error;
        throw new GatewayError('INVALID_REQUEST', 'Canceled. Nothing was created.', { details: { code: 'CANCELED' } });
      } finally {
        if (id !== undefined) running.delete(id);
      }
    },
    cancel(id: string): boolean {
      const controller = running.get(id);
      controller?.abort();
      return controller !== undefined;
    },
    close(): void {
      for (const controller of running.values()) controller.abort();
    },
  };
}
