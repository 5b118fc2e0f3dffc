/** In place of the code editor that @grafana/ui brings, which no panel needs: 80 MB that would be bundled. */
export const editor = {};
