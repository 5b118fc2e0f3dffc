package sleeper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Holds one of Tomcat's 200 threads for 100 ms a request. */
@SpringBootApplication
@RestController
public class Sleeper {
  public static void main(String[] arguments) {
    SpringApplication.run(Sleeper.class, arguments);
  }

  @GetMapping("/")
  String sleep() throws InterruptedException {
    Thread.sleep(100);
    return "ok";
  }
}
