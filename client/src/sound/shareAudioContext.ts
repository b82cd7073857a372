/** The context as long as it is needed. */
export interface AudioContextLoan {
  context: AudioContext;
  giveBack(): void;
}

export type LendAudioContext = () => AudioContextLoan;

/**
 * To make an audio context keeps the page waiting for the system's sound, and to keep one costs battery. So whoever
 * needs one at the same time shares it, and the last one closes it.
 */
export function shareAudioContext(createAudioContext: () => AudioContext): LendAudioContext {
  let context: AudioContext | null = null;
  let loans = 0;

  return () => {
    const lent = context ?? createAudioContext();
    context = lent;
    loans += 1;
    // After a reload without a tap it may start suspended, until somebody asks again after the first touch.
    void lent.resume().catch(() => {});
    let isBack = false;
    return {
      context: lent,
      giveBack() {
        if (isBack) return;
        isBack = true;
        loans -= 1;
        if (loans > 0) return;
        context = null;
        void lent.close();
      },
    };
  };
}
