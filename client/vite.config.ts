import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { compileHintPlugin } from './scripts/compileHintPlugin.ts';
import { compressPlugin } from './scripts/compressPlugin.ts';
import { SCREENSHOTS } from './scripts/manifestScreenshots.ts';
import { shellPlugin } from './scripts/shellPlugin.ts';

const SHORTCUT_ICONS = [{ src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' }];
const SERVER = 'http://localhost:3000';

export default defineConfig({
  plugins: [
    preact({ devToolsEnabled: false, prefreshEnabled: false }),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'sw',
      filename: 'sw.ts',
      registerType: 'prompt',
      // src/pwa registers it: the page's policy wants a TrustedScriptURL.
      injectRegister: false,
      includeManifestIcons: false,
      injectManifest: {
        rollupFormat: 'iife',
        globPatterns: ['**/*.{js,css,html,svg}', 'icons/icon-192.png'],
        maximumFileSizeToCacheInBytes: 300_000,
      },
      manifest: {
        // Can never change without losing the installed apps.
        id: '/',
        name: 'Suhbatdosh: ingliz tilida suhbat',
        short_name: 'Suhbatdosh',
        description: 'IELTS speaking imtihoniga tayyorlanayotganlar uchun suhbatdosh: jonli, faqat ovoz.',
        lang: 'uz',
        dir: 'ltr',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        display_override: ['standalone', 'minimal-ui'],
        orientation: 'any',
        theme_color: '#006b76',
        background_color: '#006b76',
        categories: ['education', 'social'],
        // A tapped link or icon must not reload a window that is in a call.
        prefer_related_applications: false,
        launch_handler: { client_mode: 'focus-existing' },
        icons: [
          { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
        shortcuts: [
          { name: 'Suhbatdosh topish', short_name: 'Topish', url: '/?find=level', icons: SHORTCUT_ICONS },
          { name: 'Odamlar', url: '/people', icons: SHORTCUT_ICONS },
          { name: 'Suhbatlaringiz', short_name: 'Tarix', url: '/history', icons: SHORTCUT_ICONS },
        ],
        // `node scripts/screenshots.ts` makes them of the real screens. Only a browser that offers to install fetches them.
        screenshots: SCREENSHOTS.map(({ name, label, form }) => ({
          src: `/screenshots/${name}-${form}.webp`,
          sizes: form === 'narrow' ? '780x1688' : '1280x800',
          type: 'image/webp',
          form_factor: form,
          label,
        })),
      },
    }),
    shellPlugin(),
    compileHintPlugin(['talk']),
    compressPlugin(),
  ],
  build: {
    assetsInlineLimit: 0,
    // Chrome 107 is what many a phone here still has; colours by `light-dark()` are rewritten for it.
    target: ['chrome107', 'safari16.4', 'firefox115'],
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // On slow mobile networks each file costs more than its bytes: what is always wanted together is one.
        codeSplitting: {
          groups: [
            { name: 'app', tags: ['$initial'], priority: 3 },
            // A stranger's next step takes these without the talk.
            {
              name: 'forms',
              test: /src\/(ui\/(BandPicker|PasswordField|RefusedLine|TextField|useBackCloses)|account\/(checkFields|toBand|useForm))\.tsx?$/,
              priority: 2,
            },
            { name: 'talk', test: /src\/(createStores\.ts|call\/TalkScreen\.tsx)$/, priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: { '/trpc': { target: SERVER, ws: true } },
  },
});
