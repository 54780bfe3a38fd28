package io.headwater.loadtests.workload;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Curves over a logarithmic axis that they share, one panel for each kind of figure, two in a row.
 *
 * @param xTitle what the shared axis counts
 */
record Plot(String xTitle, List<Panel> panels) {
  /** One kind of figure, from 0 up. */
  record Panel(String title, List<Curve> curves) {}

  record Curve(String name, List<Point> points) {}

  record Point(double x, double y) {}

  private static final int PANEL_WIDTH = 640;
  private static final int PANEL_HEIGHT = 400;
  private static final int MARGIN_LEFT = 70;
  private static final int MARGIN_RIGHT = 30;
  private static final int MARGIN_TOP = 60;
  private static final int MARGIN_BOTTOM = 50;
  private static final int COLUMNS = 2;
  private static final List<Color> COLORS =
      List.of(new Color(0x1f77b4), new Color(0xd62728), new Color(0x2ca02c), new Color(0x9467bd));

  /** Draws it as a PNG. Needs a font on the machine, no screen. */
  void drawTo(Path file) throws IOException {
    System.setProperty("java.awt.headless", "true");
    int rows = (panels.size() + COLUMNS - 1) / COLUMNS;
    var image =
        new BufferedImage(COLUMNS * PANEL_WIDTH, rows * PANEL_HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    for (int i = 0; i < panels.size(); i++) {
      var origin = graphics.getTransform();
      graphics.translate(i % COLUMNS * PANEL_WIDTH, i / COLUMNS * PANEL_HEIGHT);
      draw(panels.get(i), graphics);
      graphics.setTransform(origin);
    }
    graphics.dispose();
    ImageIO.write(image, "png", file.toFile());
  }

  private void draw(Panel panel, Graphics2D graphics) {
    var points = panel.curves().stream().flatMap(curve -> curve.points().stream()).toList();
    Axis y = Axis.fromZeroTo(points.stream().mapToDouble(Point::y).max().orElse(1));
    Axis x =
        Axis.logarithmic(
            points.stream().mapToDouble(Point::x).min().orElse(1),
            points.stream().mapToDouble(Point::x).max().orElse(10));
    drawAxes(x, y, graphics);
    graphics.drawString(panel.title(), MARGIN_LEFT, 22);
    for (int i = 0; i < panel.curves().size(); i++) {
      Curve curve = panel.curves().get(i);
      graphics.setColor(COLORS.get(i % COLORS.size()));
      graphics.drawString(curve.name(), MARGIN_LEFT + 110 * i, 44);
      draw(curve, x, y, graphics);
    }
  }

  private void drawAxes(Axis x, Axis y, Graphics2D graphics) {
    for (double mark : y.marks()) {
      int at = yOf(y.position(mark));
      graphics.setColor(Color.LIGHT_GRAY);
      graphics.drawLine(MARGIN_LEFT, at, PANEL_WIDTH - MARGIN_RIGHT, at);
      graphics.setColor(Color.BLACK);
      String label = Axis.label(mark);
      int width = graphics.getFontMetrics().stringWidth(label);
      graphics.drawString(label, MARGIN_LEFT - 8 - width, at + 5);
    }
    for (double mark : x.marks()) {
      int at = xOf(x.position(mark));
      graphics.setColor(Color.LIGHT_GRAY);
      graphics.drawLine(at, MARGIN_TOP, at, PANEL_HEIGHT - MARGIN_BOTTOM);
      graphics.setColor(Color.BLACK);
      String label = Axis.label(mark);
      int width = graphics.getFontMetrics().stringWidth(label);
      graphics.drawString(label, at - width / 2, PANEL_HEIGHT - MARGIN_BOTTOM + 18);
    }
    graphics.drawString(xTitle, MARGIN_LEFT, PANEL_HEIGHT - 12);
  }

  private static void draw(Curve curve, Axis x, Axis y, Graphics2D graphics) {
    graphics.setStroke(new BasicStroke(2));
    for (int i = 0; i < curve.points().size(); i++) {
      Point point = curve.points().get(i);
      int atX = xOf(x.position(point.x()));
      int atY = yOf(y.position(point.y()));
      graphics.fillOval(atX - 4, atY - 4, 8, 8);
      if (i > 0) {
        Point before = curve.points().get(i - 1);
        graphics.drawLine(xOf(x.position(before.x())), yOf(y.position(before.y())), atX, atY);
      }
    }
    graphics.setStroke(new BasicStroke(1));
  }

  private static int xOf(double position) {
    return MARGIN_LEFT + (int) Math.round(position * (PANEL_WIDTH - MARGIN_LEFT - MARGIN_RIGHT));
  }

  private static int yOf(double position) {
    return PANEL_HEIGHT
        - MARGIN_BOTTOM
        - (int) Math.round(position * (PANEL_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM));
  }
}
