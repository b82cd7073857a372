import { useEffect, useRef } from 'preact/hooks';
import type { WorkerMessage } from './WorkerMessage.ts';

/** Calls back for what the service worker tells this window. */
export function useWorkerMessages(onMessage: (message: WorkerMessage) => void): void {
  const newest = useRef(onMessage);
  newest.current = onMessage;
  useEffect(() => {
    const { serviceWorker } = navigator as Partial<Navigator>;
    const hear = (event: MessageEvent): void => {
      if (isWorkerMessage(event.data)) newest.current(event.data);
    };
    serviceWorker?.addEventListener('message', hear);
    serviceWorker?.startMessages();
    return () => serviceWorker?.removeEventListener('message', hear);
  }, []);
}

/** A worker of another version may say what this one does not know. */
function isWorkerMessage(data: unknown): data is WorkerMessage {
  if (typeof data !== 'object' || data === null || !('type' in data)) return false;
  if (data.type === 'partner_waiting') return true;
  return data.type === 'open' && 'path' in data && typeof data.path === 'string' && data.path.startsWith('/');
}
