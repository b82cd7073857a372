interface ManifestScreenshot {
  /** A scene of src/testing/galleryScenes.ts. */
  name: string;
  /** What it shows, for whoever cannot see it. */
  label: string;
  form: 'narrow' | 'wide';
}

/** The pictures that a browser shows when it offers to install the app, in this order. */
export const SCREENSHOTS: readonly ManifestScreenshot[] = [
  { name: 'home', label: 'Bir bosishda suhbatdosh topish', form: 'narrow' },
  { name: 'call', label: 'Jonli suhbat, faqat ovoz', form: 'narrow' },
  { name: 'people', label: 'Hozir kimlar shu yerda', form: 'narrow' },
  { name: 'home', label: 'Bir bosishda suhbatdosh topish', form: 'wide' },
  { name: 'call', label: 'Jonli suhbat, yonida yozishma', form: 'wide' },
];
