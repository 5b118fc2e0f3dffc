package sleeper;

import io.undertow.Undertow;

/** Blocks one of two IO threads for 100 ms a request; each connection belongs to one of them. */
public class Sleeper {
  public static void main(String[] arguments) {
    Undertow.builder()
        .setIoThreads(2)
        .addHttpListener(Integer.parseInt(arguments[0]), "127.0.0.1")
        .setHandler(
            exchange -> {
              Thread.sleep(100);
              exchange.getResponseSender().send("ok");
            })
        .build()
        .start();
  }
}
